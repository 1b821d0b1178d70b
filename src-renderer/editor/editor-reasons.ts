import type { Reasons } from '../actions/index.ts'
import { useComments } from '../comments/index.ts'
import { useStems } from '../separation/index.ts'
import type { editorActions } from './editor-actions.ts'
import { openView } from './editor-store.ts'
import { markedSpan, useSession } from './session-store.ts'
import { shownSetOf } from './stems/shown-set.ts'
import { decidedTake } from './takes/take-decisions.ts'
import { openGroupsOf } from './takes/take-groups.ts'

type Reason = () => string | undefined

const mark: Reason = () => (markedSpan() ? undefined : 'Mark some bars first')
const heardTake: Reason = () => (decidedTake() ? undefined : 'Hear a take first')
const anyTake: Reason = () => {
  const view = openView()
  return view && openGroupsOf(view).length > 0 ? undefined : 'Make a take first'
}
const stems: Reason = () => {
  const view = openView()
  const { song } = useStems.getState()
  return view && song && shownSetOf(view, song.sets, useSession.getState().stemSetId) ? undefined : 'Split the song into stems first'
}
const history = () => openView()?.history ?? []

/** What an action of the editor needs before it does something. */
export const editorReasons: Reasons<keyof typeof editorActions.actions> = {
  regenerate: () => (useSession.getState().extension ? undefined : mark()),
  loop: mark,
  keep: mark,
  rename: mark,
  roundToBars: mark,
  zoomMarked: mark,
  accept: heardTake,
  discard: heardTake,
  compare: anyTake,
  blind: anyTake,
  undo: () => (history().some(({ isUndone }) => !isUndone) || useComments.getState().deeds.length > 0 ? undefined : 'Nothing was done yet'),
  redo: () => (history().some(({ isUndone }) => isUndone) || useComments.getState().undone.length > 0 ? undefined : 'Nothing was undone'),
  exportStems: stems,
  plainStems: stems,
  removeStems: stems,
}
