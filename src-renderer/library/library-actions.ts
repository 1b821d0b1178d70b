import { defineActions } from '../actions/index.ts'

/** While a list of songs has the focus. With Shift more songs are selected. */
export const songListActions = defineActions('list', 'Song list', {
  up: { title: 'Move up', keys: ['[Shift]+ArrowUp'], isKeyOnly: true },
  down: { title: 'Move down', keys: ['[Shift]+ArrowDown'], isKeyOnly: true },
  left: { title: 'Move left among the covers', keys: ['[Shift]+ArrowLeft'], isKeyOnly: true },
  right: { title: 'Move right among the covers', keys: ['[Shift]+ArrowRight'], isKeyOnly: true },
  pageUp: { title: 'Move a page up', keys: ['[Shift]+PageUp'], isKeyOnly: true },
  pageDown: { title: 'Move a page down', keys: ['[Shift]+PageDown'], isKeyOnly: true },
  first: { title: 'Go to the first song', keys: ['[Shift]+Home'], isKeyOnly: true },
  last: { title: 'Go to the last song', keys: ['[Shift]+End'], isKeyOnly: true },
  play: { title: 'Play the song', keys: ['Enter'], isKeyOnly: true },
})

/** Heard wherever a list of songs is shown (Library, Albums). */
export const libraryActions = defineActions('library', 'Songs', {
  all: { title: 'Select all songs', keys: ['$mod+a'] },
  edit: { title: 'Open the song in the editor', keys: ['e'] },
  favourite: { title: 'Favourite or not', keys: ['f'] },
  rate0: { title: 'No stars', keys: ['0'], isKeyOnly: true },
  rate1: { title: '1 star', keys: ['1'], isKeyOnly: true },
  rate2: { title: '2 stars', keys: ['2'], isKeyOnly: true },
  rate3: { title: '3 stars', keys: ['3'], isKeyOnly: true },
  rate4: { title: '4 stars', keys: ['4'], isKeyOnly: true },
  rate5: { title: '5 stars', keys: ['5'], isKeyOnly: true },
  dislike: { title: 'Dislike and hide, or not', keys: ['d'] },
  tags: { title: 'Tags and mood…', keys: ['t'] },
  batch: { title: 'Edit many songs at once…', keys: ['Shift+e'] },
  undo: { title: 'Undo in the library', keys: ['$mod+z'] },
  redo: { title: 'Redo in the library', keys: ['$mod+Shift+z', '$mod+y'] },
  rename: { title: 'Rename the song', keys: ['F2'] },
  export: { title: 'Export the songs…', keys: ['$mod+e'] },
  handOff: { title: 'Hand off the song to a DAW…', keys: ['$mod+Shift+e'] },
  rights: { title: 'Rights and origin: may I sell it?' },
  trash: { title: 'Move to the trash; in the trash, delete for good', keys: ['Delete', 'Backspace'] },
  restore: { title: 'Restore from the trash', keys: ['r'], needs: 'Only in the trash' },
  earlier: { title: 'Move the song up in its album', keys: ['Alt+ArrowUp'], needs: 'Only in an album' },
  later: { title: 'Move the song down in its album', keys: ['Alt+ArrowDown'], needs: 'Only in an album' },
  search: { title: 'Search this list', keys: ['$mod+f', '/'] },
  filter: { title: 'Filter this list', keys: ['Shift+f'] },
  clear: { title: 'Select nothing', keys: ['Escape'], isKeyOnly: true },
})
