import { defineActions } from '../../actions/index.ts'

/** Answers for those who do not look at the screen; heard from every place. */
export const spokenActions = defineActions('everywhere', 'Spoken', {
  position: { title: 'Say where the playhead stands', keys: ['Alt+KeyP'] },
  level: { title: 'Say how loud it is there', keys: ['Alt+KeyL'] },
  again: { title: 'Say the last message again', keys: ['Alt+KeyR'] },
})

export const outlineActions = defineActions('editor', 'Outline', {
  open: { title: 'Go through the song item by item', keys: ['Alt+KeyO'] },
  selection: { title: 'Say what is marked', keys: ['Alt+KeyM'] },
})
