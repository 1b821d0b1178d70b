import type { ProjectView } from '../../src-shared/project/contract.ts'
import { type CommentDeed, putBackDeed, takeBackDeed, type UndoneDeed, useComments } from '../comments/index.ts'
import { openView } from './editor-store.ts'
import { redoEdit, undoEdit } from './song-edits.ts'

/** The comment that Undo means, because it was done after the newest edit of the song that still stands. */
export const commentToUndo = ({ history }: Pick<ProjectView, 'history'>, deeds: readonly CommentDeed[]): CommentDeed | undefined => {
  const edit = history.findLast(({ isUndone }) => !isUndone)
  const deed = deeds.at(-1)
  return deed && deed.at > (edit?.at ?? 0) ? deed : undefined
}

/** The comment that Redo means: it was done before the edit that would be redone next, and nothing was edited since it was taken back. */
export const commentToRedo = ({ history }: Pick<ProjectView, 'history'>, undone: readonly UndoneDeed[]): UndoneDeed | undefined => {
  const [deed] = undone
  const edit = history.find(({ isUndone }) => isUndone)
  const isPast = history.some(({ isUndone, at }) => !isUndone && deed && at > deed.at)
  return deed && !isPast && deed.at < (edit?.at ?? Number.POSITIVE_INFINITY) ? deed : undefined
}

/** Undo takes back what was done last in the open song: an edit of its sound and marks, or something about a comment. */
export const undoNewest = async (): Promise<void> => {
  const view = openView()
  const deed = view && commentToUndo(view, useComments.getState().deeds)
  if (!deed) await undoEdit()
  // undone from elsewhere this very moment: the press means what comes before it
  else if (!(await takeBackDeed(deed, false))) await undoNewest()
}

/** Redo does again what Undo took back last. */
export const redoNext = (): void => {
  const view = openView()
  const deed = view && commentToRedo(view, useComments.getState().undone)
  if (deed) void putBackDeed(deed)
  else void redoEdit()
}
