import { defineActions } from '../actions/index.ts'

export const modelsActions = defineActions('everywhere', 'Models', {
  show: { title: 'Go to Models', keys: ['$mod+4'], whileTyping: true },
  import: { title: 'Import a model from a folder…' },
  addLora: { title: 'Add a LoRA to a model…' },
  check: { title: 'Check the installed models' },
})
