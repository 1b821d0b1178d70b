import { defineActions } from '../actions/index.ts'

export const createActions = defineActions('create', 'Create', {
  generate: { title: 'Generate', keys: ['$mod+Enter'], whileTyping: true },
  prompt: { title: 'Write the prompt', keys: ['p'] },
  enhance: { title: 'Enhance the prompt', keys: ['$mod+Shift+Enter'], whileTyping: true },
  again: { title: 'New seed' },
  reset: { title: 'Follow the prompt again', keys: ['$mod+Backspace'] },
})
