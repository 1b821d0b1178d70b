/** Agents with one job each: prompts, arrangement, quality. They propose; the musician decides; the studio's own calls do it. */
export { createAgentsHandlers } from './agents-handlers.ts'
export { createLyricsAgent } from './lyrics/index.ts'
export { createPromptAgent } from './prompt-agent.ts'
export { createProposalDesk } from './proposal-desk.ts'
export { createQualityDesk, type QualityDesk } from './quality/index.ts'
export { conceive } from './song-concept.ts'
export { createSongTools } from './song-tools.ts'
