/** Songs as files for others. */
export { type ChooseFolder, type ChooseSavePath, createMixdownHandlers, type MixdownHandlers } from './mixdown-handlers.ts'
export { createMixdownJob, exportTrack, type MixdownJob, type MixdownParts } from './mixdown-job.ts'
export { safeFileName } from './safe-file-name.ts'
export { saveMidiFile } from './save-midi-file.ts'
export { createStemsJob } from './stems-job.ts'
