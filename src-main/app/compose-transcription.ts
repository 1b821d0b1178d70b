import { join } from 'node:path'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { SongSound } from '../../src-shared/transcription/contract.ts'
import type { RenderNotes } from '../generation/index.ts'
import type { Inference } from '../inference/index.ts'
import type { TrackReader } from '../library/index.ts'
import type { ChooseSavePath } from '../mixdown/index.ts'
import type { ModelShelf } from '../models/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import type { AudioStore, DataFolder } from '../platform/files/index.ts'
import type { JobDefinition, JobQueue } from '../platform/jobs/index.ts'
import type { StemShelf } from '../separation/index.ts'
import {
  createHeardCache,
  createRenderJob,
  createSongSounds,
  createTranscribeJob,
  createTranscriptionHandlers,
  createTranscriptionRepository,
  type TranscriptionHandlers,
} from '../transcription/index.ts'

export type TranscriptionCore = {
  readonly folder: DataFolder
  readonly database: Database
  readonly tracks: TrackReader
  readonly store: AudioStore
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly renderNotes: RenderNotes
  readonly chooseSavePath: ChooseSavePath
  readonly events: Events
  readonly now: () => number
  readonly inference: Inference
  readonly models: ModelShelf
  readonly stems: Pick<StemShelf, 'listOfTrack'>
}

/** How long removed notes can be brought back, milliseconds. */
const UNDO_MILLISECONDS = 7 * 24 * 3_600_000

/** Audio to MIDI, joined to the rest. */
export const composeTranscription = (core: TranscriptionCore) => {
  const { folder, database, tracks, store, jobs, renderNotes, chooseSavePath, events, now, inference, models, stems } = core
  /** stems are as long as the take they come from */
  const listStems = async (trackId: TrackId): Promise<readonly SongSound[]> => {
    const takes = await tracks.listTakes(trackId)
    const sets = [...(await stems.listOfTrack(trackId))].reverse()
    return sets.flatMap((set) => {
      const take = takes.find(({ id }) => id === set.takeId)
      return take ? set.stems.map(({ name, audioSha256 }) => ({ name, audioSha256, seconds: take.lengthFrames / take.sampleRateHz })) : []
    })
  }
  const cache = createHeardCache(join(folder.cache, 'heard'))
  const repository = createTranscriptionRepository(database.query)
  const sounds = createSongSounds({ findTrack: tracks.find, listTakes: tracks.listTakes, listStems })
  const transcribeJob = createTranscribeJob({ inference, models, store, cache, repository, findTrack: tracks.find, events, now })
  const renderJob = createRenderJob({ repository, sounds, renderNotes, store, events })
  const handlers: TranscriptionHandlers = createTranscriptionHandlers({
    sounds,
    repository,
    models,
    inference,
    cache,
    jobs,
    transcribeJob,
    renderJob,
    chooseSavePath,
    events,
    now,
  })
  const own: readonly JobDefinition[] = [transcribeJob, renderJob]
  return { handlers, jobs: own, tidy: () => repository.purge(now() - UNDO_MILLISECONDS) }
}
