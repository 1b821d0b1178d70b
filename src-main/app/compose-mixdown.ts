import about from '../../package.json' with { type: 'json' }
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { AudioService } from '../audio/index.ts'
import type { EngineShelf } from '../generation/index.ts'
import type { TrackReader } from '../library/index.ts'
import {
  type ChooseFolder,
  type ChooseSavePath,
  createDragFiles,
  createExcerptHandlers,
  createExcerptJob,
  createHandoffJob,
  createMixdownHandlers,
  createMixdownJob,
  createMixdownManyJob,
  createStemsJob,
  type HandoffParts,
  type MixdownParts,
  type SeparatedStems,
} from '../mixdown/index.ts'
import type { Events } from '../platform/events.ts'
import type { AudioStore } from '../platform/files/index.ts'
import type { JobService } from '../platform/jobs/index.ts'
import type { ProjectService } from '../project/index.ts'
import { createWrittenWords } from './words-of-songs.ts'

export type MixdownCore = {
  readonly audio: AudioService
  readonly store: AudioStore
  readonly library: TrackReader
  readonly project: Pick<ProjectService, 'open'>
  readonly engines: EngineShelf
  readonly provenanceOf: (trackId: TrackId) => Promise<string | undefined>
  readonly beatOf: HandoffParts['beatOf']
  readonly writeProject: MixdownParts['writeProject']
  readonly separated: SeparatedStems
  readonly coverPathOf: NonNullable<MixdownParts['coverPathOf']>
  readonly influencesOf: NonNullable<MixdownParts['influencesOf']>
  readonly jobs: JobService
  readonly events: Events
  /** where files lie that were dragged out of the window */
  readonly dragFolder: string
  readonly chooseSavePath: ChooseSavePath
  readonly chooseFolder: ChooseFolder
}

/** Everything that writes songs as files for others, joined to the rest by `composition-root.ts`. */
export const composeMixdown = (core: MixdownCore) => {
  const { audio, store, library, project, engines, separated, jobs, events, chooseSavePath, chooseFolder } = core
  const marksOf: MixdownParts['marksOf'] = async (trackId) => {
    const song = await project.open(trackId)
    if (!song.ok) return []
    const { regions, markers } = song.value.document
    return [...Object.values(regions), ...Object.values(markers).map(({ name, frame, colour }) => ({ name, startFrame: frame, colour }))]
  }
  const wordsOf = createWrittenWords(project)
  const { coverPathOf, influencesOf, writeProject } = core
  const parts = { audio, store, library, marksOf, wordsOf, coverPathOf, influencesOf, writeProject, events }
  const mixdownJob = createMixdownJob(parts)
  const manyJob = createMixdownManyJob(parts)
  const engineFor = (take: Take) => engines.forTake(take, 'stems')
  const stemsJob = createStemsJob({ engineFor, store, library, separated, events })
  const handoffJob = createHandoffJob({ ...parts, engineFor, separated, appVersion: about.version, provenanceOf: core.provenanceOf, beatOf: core.beatOf })
  const excerpts = { audio, store, library, separated }
  const excerptJob = createExcerptJob({ ...excerpts, events })
  const handlers = createMixdownHandlers({ library, jobs, mixdownJob, manyJob, stemsJob, handoffJob, separated, chooseSavePath, chooseFolder })
  const { saveAs, saveMany, saveStems, handOff } = handlers
  const { saveExcerpt } = createExcerptHandlers(excerpts, excerptJob, jobs, chooseSavePath)
  return {
    handlers: { saveAs, saveMany, saveStems, saveExcerpt, handOff },
    jobs: [mixdownJob, manyJob, stemsJob, excerptJob, handoffJob],
    outside: handlers,
    dragFile: createDragFiles(core.dragFolder, excerpts),
  }
}
