/** Restoring the treble of songs: what is there to do it with, the job, and what it says of its work. */
export { createEnhanceJob, type EnhanceJob, type EnhancementParts } from './enhance-job.ts'
export { createEnhancementHandlers, type EnhancementHandlerParts } from './enhancement-handlers.ts'
