/** Songs taken apart: stems, how they are made and where they are kept. */
export { createPlayStemsJob } from './play-stems-job.ts'
export { createSeparateJob } from './separate-job.ts'
export { createSeparationHandlers } from './separation-handlers.ts'
export { insertStemSet } from './stem-repository.ts'
export { createStemShelf, type StemShelf } from './stem-shelf.ts'
