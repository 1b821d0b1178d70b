/** Listening to recordings: tempo, bars, key, parts and mood, each with how sure it is. */
export { createAnalysisHandlers, type Songs } from './analysis-handlers.ts'
export { createListener } from './analysis-pool.ts'
export { createBeatOrigins } from './beat-origins.ts'
export { hearingRepository } from './hearing-repository.ts'
export { createListenJob, type ListenJob } from './listen-job.ts'
