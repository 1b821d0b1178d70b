import { defineActions } from '../actions/index.ts'

export const shellActions = defineActions('everywhere', 'Studio', {
  palette: { title: 'Search and do', keys: ['$mod+k'], whileTyping: true, isKeyOnly: true },
  keys: { title: 'Show all keys', keys: ['Shift+?', '$mod+/'] },
  create: { title: 'Go to Create', keys: ['$mod+1'], whileTyping: true },
  library: { title: 'Go to Library', keys: ['$mod+2'], whileTyping: true },
  albums: { title: 'Go to Albums', keys: ['$mod+3'], whileTyping: true },
  favourites: { title: 'Show favourites' },
  trash: { title: 'Show the trash' },
  settings: { title: 'Open Settings', keys: ['$mod+Comma'], whileTyping: true },
  health: { title: 'Check the studio’s health' },
  history: { title: 'Show what was done', keys: ['$mod+Shift+h'] },
  jobs: { title: 'Show or hide jobs', keys: ['$mod+j'], whileTyping: true },
  assistant: { title: 'Show or hide the assistant', keys: ['$mod+i'], whileTyping: true },
  import: { title: 'Import audio files…', keys: ['$mod+o'], whileTyping: true },
  duplicates: { title: 'Show duplicates…' },
  back: { title: 'Back to the last place', keys: ['$mod+BracketLeft'], whileTyping: true },
  forward: { title: 'Forward again', keys: ['$mod+BracketRight'], whileTyping: true },
  nextPart: { title: 'Go to the next part of the window', keys: ['F6'], whileTyping: true, isKeyOnly: true },
  lastPart: { title: 'Go to the part before', keys: ['Shift+F6'], whileTyping: true, isKeyOnly: true },
  rail: { title: 'Fold or unfold the side rail', keys: ['$mod+Backslash'], whileTyping: true },
})
