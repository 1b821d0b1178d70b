import { askToExportSong, askToHandOff } from '../mixdown/index.ts'
import { askForRights } from '../rights/index.ts'
import { useEditor } from './editor-store.ts'

/** The song that is open, as files for others. Takes that are only proposed are not in them. */
export const exportOpenSong = (): void => {
  const state = useEditor.getState()
  if (state.status === 'ready') void askToExportSong(state.view.document.trackId)
}

export const handOffOpenSong = (): void => {
  const state = useEditor.getState()
  if (state.status === 'ready') askToHandOff(state.view.document.trackId, state.view.title)
}

export const rightsOfOpenSong = (): void => {
  const state = useEditor.getState()
  if (state.status === 'ready') void askForRights({ trackId: state.view.document.trackId, title: state.view.title })
}
