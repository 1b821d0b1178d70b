import {
  createCompJob,
  createEditingHandlers,
  createEditingPool,
  createExtendJob,
  createLoudnessBook,
  createRegenerateJob,
  type EditingParts,
} from '../editing/index.ts'
import { createEnhanceJob, createEnhancementHandlers } from '../enhancement/index.ts'
import type { EngineShelf } from '../generation/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { Core } from './compose-core.ts'
import type { Neural } from './compose-neural.ts'

export type EditingCore = Core & Pick<Neural, 'inference' | 'models' | 'absentEngines'> & { readonly engines: EngineShelf }

/** Takes made of takes: a region anew, an end further on, the best of several, what a codec cut off. */
export const composeEditing = (core: EditingCore) => {
  const { engines, inference, models, absentEngines, settings, tracks, writers, store, audio, events, project, jobs, drawSeed, newGroupId } = core
  const pool = createEditingPool()
  const parts = {
    songs: tracks,
    takes: writers.takes,
    audio: store,
    engineFor: engines.forTake,
    findEngine: engines.find,
    measureLoudness: audio.measureLoudness,
    crossfadeMilliseconds: async () => settings.current().crossfadeMilliseconds,
    pool,
    events,
    announce: project.announce,
  } satisfies EditingParts
  const book = createLoudnessBook(pool, audio.measureLoudness)
  const regenerateJobs = { cpu: createRegenerateJob(parts, 'cpu', book), gpu: createRegenerateJob(parts, 'gpu', book) }
  const extendJobs = { cpu: createExtendJob(parts, 'cpu', book), gpu: createExtendJob(parts, 'gpu', book) }
  const compJob = createCompJob(parts, book)
  const enhanceJob = createEnhanceJob({ editing: parts, book, tracks: writers.tracks, inference, models })
  const own: readonly JobDefinition[] = [...Object.values(regenerateJobs), ...Object.values(extendJobs), compJob, enhanceJob]
  return {
    handlers: {
      editing: createEditingHandlers({
        songs: tracks,
        project,
        audio: store,
        pool,
        compJob,
        crossfadeMilliseconds: parts.crossfadeMilliseconds,
        jobs,
        regenerateJobs,
        extendJobs,
        regenerators: () => ({
          engines: engines.list(),
          absent: absentEngines.list().map(({ id, name }) => ({ way: 'continuation', modelId: id, name })),
        }),
        engineFor: engines.forTake,
        melodyCandidates: () => settings.current().melodyCandidates,
        drawSeed,
        newGroupId,
      }),
      enhancement: createEnhancementHandlers({ songs: tracks, models, jobs, enhanceJob, drawSeed, newGroupId }),
    },
    jobs: own,
    close: () => pool.close(),
  }
}
