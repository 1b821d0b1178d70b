export { AssistantPanel } from './AssistantPanel.tsx'
export { connectAgents } from './assistant-store.ts'
export { enhancePrompt } from './enhance-store.ts'
export { EnhanceButton, PromptDiff } from './PromptDiff.tsx'
