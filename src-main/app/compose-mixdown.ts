import type { AudioService } from '../audio/index.ts'
import type { EngineShelf } from '../generation/index.ts'
import type { TrackReader } from '../library/index.ts'
import {
  type ChooseFolder,
  type ChooseSavePath,
  createMixdownHandlers,
  createMixdownJob,
  createMixdownManyJob,
  createStemsJob,
  type MixdownParts,
  type SeparatedStems,
} from '../mixdown/index.ts'
import type { Events } from '../platform/events.ts'
import type { AudioStore } from '../platform/files/index.ts'
import type { JobService } from '../platform/jobs/index.ts'
import type { ProjectService } from '../project/index.ts'

export type MixdownCore = {
  readonly audio: AudioService
  readonly store: AudioStore
  readonly library: TrackReader
  readonly project: Pick<ProjectService, 'open'>
  readonly engines: EngineShelf
  readonly separated: SeparatedStems
  readonly jobs: JobService
  readonly events: Events
  readonly chooseSavePath: ChooseSavePath
  readonly chooseFolder: ChooseFolder
}

/** Everything that writes songs as files for others, joined to the rest by `composition-root.ts`. */
export const composeMixdown = (core: MixdownCore) => {
  const { audio, store, library, project, engines, separated, jobs, events, chooseSavePath, chooseFolder } = core
  const regionsOf: MixdownParts['regionsOf'] = async (trackId) => {
    const song = await project.open(trackId)
    return song.ok ? Object.values(song.value.document.regions) : []
  }
  const parts = { audio, store, library, regionsOf, events }
  const mixdownJob = createMixdownJob(parts)
  const manyJob = createMixdownManyJob(parts)
  const stemsJob = createStemsJob({ engineFor: (take) => engines.forTake(take, 'stems'), store, library, separated, events })
  const handlers = createMixdownHandlers({ library, jobs, mixdownJob, manyJob, stemsJob, separated, chooseSavePath, chooseFolder })
  const { saveAs, saveMany, saveStems } = handlers
  return { handlers: { saveAs, saveMany, saveStems }, jobs: [mixdownJob, manyJob, stemsJob], outside: handlers }
}
