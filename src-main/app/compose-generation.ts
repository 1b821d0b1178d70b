import {
  type AbsentEngines,
  createGenerateJob,
  createGenerationHandlers,
  createVerifyJob,
  type EngineShelf,
  type Examiner,
  type GenerationHandlerParts,
  INSTRUMENTS,
  type StudioRooms,
} from '../generation/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { Core } from './compose-core.ts'

export type GenerationCore = Core & {
  readonly engines: EngineShelf
  readonly absent: AbsentEngines
  readonly rooms: StudioRooms
  readonly examiner: Examiner
  readonly leanOn: GenerationHandlerParts['leanOn']
}

const instruments = INSTRUMENTS.map(({ id, name, roles }) => ({ id, name, roles: [...roles] }))

/** New songs, and whether an engine still makes the same one; each twice, for what a model makes waits in a lane of its own. */
export const composeGeneration = (core: GenerationCore) => {
  const { engines, absent, rooms, examiner, leanOn, influences, events, tracks: library, writers, store: audio, jobs, drawSeed, newGroupId } = core
  const generating = { engines, library, tracks: writers.tracks, audio, events, examiner, cite: influences.cite }
  const generateJob = createGenerateJob(generating)
  const generateWithModelJob = createGenerateJob(generating, 'gpu')
  const verifyJob = createVerifyJob({ engines, library, events })
  const verifyWithModelJob = createVerifyJob({ engines, library, events }, 'gpu')
  const own: readonly JobDefinition[] = [generateJob, generateWithModelJob, verifyJob, verifyWithModelJob]
  return {
    handlers: createGenerationHandlers({
      engines,
      studios: rooms,
      instruments,
      library,
      jobs,
      generateJob,
      generateWithModelJob,
      absent,
      verifyJob,
      verifyWithModelJob,
      leanOn,
      drawSeed,
      newGroupId,
    }),
    jobs: own,
  }
}
