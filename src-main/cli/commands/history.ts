import type { Command as Program } from '@commander-js/extra-typings'
import { type ProjectView, project } from '../../../src-shared/project/contract.ts'
import { ask } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import type { Outcome, RunCommand } from '../outcome.ts'
import type { StudioServices } from '../studio-services.ts'

const outcome = (studio: StudioServices, view: ProjectView, label: string, verb: string): Outcome => {
  const { trackId, currentTakeId } = view.document
  const take = view.takes.find(({ id }) => id === currentTakeId)
  const sound = take && { path: studio.audioPath(take.audioSha256), seconds: take.lengthFrames / take.sampleRateHz }
  return { json: { trackId, currentTakeId, ...sound, label, history: view.history }, text: `${verb}: ${label}` }
}

export const addHistory = (program: Program, run: RunCommand): void => {
  program
    .command('undo <track>')
    .description('take the last edit back')
    .action((words) =>
      run(async ({ studio }) => {
        const { id: trackId } = await findTrack(studio, words)
        const view = await ask(project.undo, studio.handlers.project.undo, { trackId })
        return outcome(studio, view, view.history.find(({ isUndone }) => isUndone)?.label ?? '', 'Undone')
      }),
    )
  program
    .command('redo <track>')
    .description('make the edit that was taken back again')
    .action((words) =>
      run(async ({ studio }) => {
        const { id: trackId } = await findTrack(studio, words)
        const view = await ask(project.redo, studio.handlers.project.redo, { trackId })
        return outcome(studio, view, view.history.findLast(({ isUndone }) => !isUndone)?.label ?? '', 'Redone')
      }),
    )
}
