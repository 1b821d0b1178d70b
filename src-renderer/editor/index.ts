export { EditorView } from './EditorView.tsx'
export { editorActions } from './editor-actions.ts'
