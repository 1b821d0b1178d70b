import { defineActions } from '../actions/index.ts'

/** Heard wherever a list of songs is shown (Library, Albums). Arrows and Enter belong to the list itself. */
export const libraryActions = defineActions('library', 'Songs', {
  move: { title: 'Move through the list', keys: ['ArrowUp', 'ArrowDown'], isKeyOnly: true },
  extend: { title: 'Select more', keys: ['Shift+ArrowUp', 'Shift+ArrowDown'], isKeyOnly: true },
  all: { title: 'Select all songs', keys: ['$mod+a'] },
  play: { title: 'Play the song', keys: ['Enter'], isKeyOnly: true },
  edit: { title: 'Open the song in the editor', keys: ['e'] },
  favourite: { title: 'Favourite or not', keys: ['f'] },
  rename: { title: 'Rename the song', keys: ['F2'] },
  export: { title: 'Export the songs…', keys: ['$mod+e'] },
  handOff: { title: 'Hand off the song to a DAW…', keys: ['$mod+Shift+e'] },
  trash: { title: 'Move to the trash; in the trash, delete for good', keys: ['Delete', 'Backspace'] },
  restore: { title: 'Restore from the trash', keys: ['r'] },
  earlier: { title: 'Move the song up in its album', keys: ['Alt+ArrowUp'] },
  later: { title: 'Move the song down in its album', keys: ['Alt+ArrowDown'] },
  search: { title: 'Search this list', keys: ['$mod+f', '/'] },
  filter: { title: 'Filter this list', keys: ['Shift+f'] },
  clear: { title: 'Select nothing', keys: ['Escape'], isKeyOnly: true },
})
