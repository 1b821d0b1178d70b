export { NotesPanel } from './NotesPanel.tsx'
export { connectNotes, useNotes } from './notes-store.ts'
export { PianoRoll, type RollView } from './PianoRoll.tsx'
