export { CitedInfluences } from './CitedInfluences.tsx'
export { InfluenceChips } from './InfluenceChips.tsx'
export { connectKnowledge, followPrompt, influenceIds } from './influences-store.ts'
