import { defineActions } from '../actions/index.ts'

export const modelsActions = defineActions('everywhere', 'Models', {
  show: { title: 'Go to Models', keys: ['$mod+4'], whileTyping: true },
  import: { title: 'Import a model from a folder…' },
  check: { title: 'Check the installed models' },
})
