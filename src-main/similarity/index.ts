/** What sounds like what: vectors of recordings, and the songs nearest to a song, to a part of one, or to words. */
export { createDescribeJob } from './describe-job.ts'
export { createSimilarityHandlers } from './similarity-handlers.ts'
export { createSimilarityPool } from './similarity-pool.ts'
export { createSoundIndex } from './sound-index.ts'
export { chooseSoundModel, measuredSound, type SoundModel } from './sound-models.ts'
export { vectorRepository } from './vector-repository.ts'
