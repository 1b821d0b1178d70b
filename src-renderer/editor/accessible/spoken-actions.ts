import { defineActions } from '../../actions/index.ts'

/** Answers for those who do not look at the screen; heard from every place. */
export const spokenActions = defineActions('everywhere', 'Spoken', {
  position: { title: 'Say where the playhead stands', keys: ['Alt+KeyP'] },
  level: { title: 'Say how loud it is there', keys: ['Alt+KeyL'] },
  again: { title: 'Say the last message again', keys: ['Alt+KeyR'] },
})

/** While the outline has the focus; G, 1–4, Space and the others stay the editor's. */
export const outlineItemActions = defineActions('outline', 'Outline items', {
  left: { title: 'Go to the item before', keys: ['ArrowLeft'], isKeyOnly: true },
  right: { title: 'Go to the next item', keys: ['ArrowRight'], isKeyOnly: true },
  up: { title: 'Go to the kind above', keys: ['ArrowUp'], isKeyOnly: true },
  down: { title: 'Go to the kind below', keys: ['ArrowDown'], isKeyOnly: true },
  start: { title: 'Go to the first of its kind', keys: ['Home'], isKeyOnly: true },
  end: { title: 'Go to the last of its kind', keys: ['End'], isKeyOnly: true },
  first: { title: 'Go to the first item of all', keys: ['$mod+Home'], isKeyOnly: true },
  last: { title: 'Go to the last item of all', keys: ['$mod+End'], isKeyOnly: true },
  growBack: { title: 'Mark more before it', keys: ['Shift+ArrowLeft'], isKeyOnly: true },
  growOn: { title: 'Mark more after it', keys: ['Shift+ArrowRight'], isKeyOnly: true },
  open: { title: 'Mark its bars, hear the take, go to the moment', keys: ['Enter'], isKeyOnly: true },
  accept: { title: 'Accept the take', keys: ['Shift+Enter'], isKeyOnly: true },
  rename: { title: 'Rename the region or the marker', keys: ['F2'], isKeyOnly: true },
  remove: { title: 'Remove the region or the marker, put the take away', keys: ['Delete'], isKeyOnly: true },
  mute: { title: 'Mute the stem', keys: ['m'], isKeyOnly: true },
  solo: { title: 'Solo the stem', keys: ['s'], isKeyOnly: true },
  leave: { title: 'Go back to where you came from', keys: ['Escape'], isKeyOnly: true },
})

export const outlineActions = defineActions('editor', 'Outline', {
  open: { title: 'Go through the song item by item', keys: ['Alt+KeyO'] },
  selection: { title: 'Say what is marked', keys: ['Alt+KeyM'] },
})
