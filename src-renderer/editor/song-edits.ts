import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { Result } from '../../src-shared/kernel/result.ts'
import type { ProjectCommand } from '../../src-shared/project/commands.ts'
import type { ProjectView } from '../../src-shared/project/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { openProject, openView, receiveView } from './editor-store.ts'

/** Edits go to main one after the other: each names the revision that the one before produced. */
let lastEdit: Promise<unknown> = Promise.resolve()

const inTurn = (edit: (view: ProjectView) => Promise<Result<ProjectView, Failure>>): Promise<boolean> => {
  const turn = lastEdit.then(async () => {
    const view = openView()
    if (!view) return false
    const reply = await edit(view)
    if (reply.ok) {
      receiveView(reply.value)
      return true
    }
    await tell(reply.error, view)
    return false
  })
  lastEdit = turn
  return turn
}

const tell = async (error: Failure, view: ProjectView): Promise<void> => {
  switch (error.code) {
    case 'history.nothing-to-undo':
      return notify('Nothing to undo: this is the song’s beginning.')
    case 'history.nothing-to-redo':
      return notify('Nothing to redo.')
    case 'project.stale':
      notify('The song was changed elsewhere meanwhile. Nothing was lost; here is the newest version. Try again.')
      return openProject(view.document.trackId)
    default:
      return notifyFailure(error)
  }
}

/** One change of the song. False when main refused it; the reason was shown. */
export const applyEdit = (command: ProjectCommand): Promise<boolean> =>
  inTurn(({ document, revision }) => studio.project.apply({ trackId: document.trackId, command, revision }))

export const undoEdit = (): Promise<boolean> => inTurn(({ document }) => studio.project.undo({ trackId: document.trackId }))
export const redoEdit = (): Promise<boolean> => inTurn(({ document }) => studio.project.redo({ trackId: document.trackId }))
/** -1: the very beginning */
export const goToEdit = (index: number): Promise<boolean> => inTurn(({ document }) => studio.project.goTo({ trackId: document.trackId, index }))
