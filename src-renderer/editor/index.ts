export { EditorView } from './EditorView.tsx'
export { editorActions } from './editor-actions.ts'
export { useOpenTitle } from './editor-store.ts'
export { markedSpan } from './session-store.ts'
