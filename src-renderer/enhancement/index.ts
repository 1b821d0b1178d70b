export { EnhanceDialog } from './EnhanceDialog.tsx'
export { askToEnhance, connectEnhancement } from './enhance-store.ts'
export { enhancementWords, isEnhancementGood } from './enhancement-words.ts'
