import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { goTo } from '../navigation/index.ts'

export { EditorView } from './EditorView.tsx'
export { editorActions } from './editor-actions.ts'

/** The way into the editor from anywhere: a library row, a finished variation, the transport's title. */
export const openEditor = (trackId: TrackId): void => goTo({ place: 'editor', trackId })
