import type { HistoryEntry } from '../../src-shared/project/contract.ts'
import { notify } from '../notices/index.ts'
import { openView } from './editor-store.ts'
import { undoEdit } from './song-edits.ts'

const newestEdit = (): { readonly trackId: string; readonly edit: HistoryEntry | undefined } | undefined => {
  const view = openView()
  return view && { trackId: view.document.trackId, edit: view.history.findLast(({ isUndone }) => !isUndone) }
}

/** Says what the newest edit took away, with a button that takes back this edit and never another one. */
export const notifyWithUndoEdit = (text: string): void => {
  const done = newestEdit()
  const run = () => {
    const now = newestEdit()
    const isNewest = now !== undefined && now.trackId === done?.trackId && now.edit?.index === done.edit?.index && now.edit?.at === done.edit?.at
    if (isNewest) void undoEdit()
    else notify('The song was edited after this, or another one is open. The song’s history has every step.')
  }
  notify(text, { label: 'Undo', run })
}
