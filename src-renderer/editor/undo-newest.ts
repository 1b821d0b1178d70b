import type { ProjectView } from '../../src-shared/project/contract.ts'
import { type CommentDeed, takeBackDeed, useComments } from '../comments/index.ts'
import { openView } from './editor-store.ts'
import { undoEdit } from './song-edits.ts'

/** The comment that Undo means, because it was done after the newest edit of the song that still stands. */
export const commentToUndo = ({ history }: Pick<ProjectView, 'history'>, deeds: readonly CommentDeed[]): CommentDeed | undefined => {
  const edit = history.findLast(({ isUndone }) => !isUndone)
  const deed = deeds.at(-1)
  return deed && deed.at > (edit?.at ?? 0) ? deed : undefined
}

/** Undo takes back what was done last in the open song: an edit of its sound and marks, or something about a comment. */
export const undoNewest = (): void => {
  const view = openView()
  const deed = view && commentToUndo(view, useComments.getState().deeds)
  if (deed) void takeBackDeed(deed)
  else void undoEdit()
}
