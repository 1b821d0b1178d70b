/** Songs as files for others. */

export { safeFileName } from '../../src-shared/mixdown/safe-file-name.ts'
export { createDragFiles } from './excerpt/drag-excerpt.ts'
export { createExcerptHandlers } from './excerpt/excerpt-handlers.ts'
export { createExcerptJob } from './excerpt/excerpt-job.ts'
export { createHandoffJob, type HandoffParts } from './handoff/handoff-job.ts'
export { type ChooseFolder, type ChooseSavePath, createMixdownHandlers, type HowExactly, type MixdownHandlers } from './mixdown-handlers.ts'
export { createMixdownJob, exportTrack, findSong, linesOfSong, type MixdownJob, type MixdownParts } from './mixdown-job.ts'
export { createMixdownManyJob } from './mixdown-many-job.ts'
export { saveMidiFile } from './save-midi-file.ts'
export { createStemsJob, type SeparatedStems } from './stems-job.ts'
