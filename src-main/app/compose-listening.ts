import type { BeatOrigin } from '../../src-shared/analysis/beat-origin.ts'
import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import type { Sha256, TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { createAnalysisHandlers, createBeatOrigins, createListener, createListenJob, hearingRepository, type Songs } from '../analysis/index.ts'
import type { Inference } from '../inference/index.ts'
import type { TrackReader } from '../library/index.ts'
import type { ModelShelf } from '../models/index.ts'
import type { Database, Queries } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import type { JobDefinition, JobService } from '../platform/jobs/index.ts'
import type { ProjectService } from '../project/index.ts'
import {
  chooseSoundModel,
  createDescribeJob,
  createSimilarityHandlers,
  createSimilarityPool,
  createSoundIndex,
  measuredSound,
  vectorRepository,
} from '../similarity/index.ts'
import type { Background } from './background.ts'

export type ListeningCore = {
  readonly database: Database
  readonly reading: Queries
  readonly events: Events
  readonly now: () => number
  readonly jobs: JobService
  readonly background: Background
  readonly tracks: TrackReader
  readonly project: ProjectService
  readonly pathOf: (sha256: Sha256) => string
  readonly models: ModelShelf
  readonly inference: Inference
}

/** The half of the composition root that is about ears. `begin` starts the background work: for the window, not for the command line. */
export type Listening = {
  readonly handlers: Pick<StudioHandlers, 'analysis' | 'similarity'>
  readonly jobs: readonly JobDefinition[]
  /** who says where a song's beats lie; listens first where nobody did */
  readonly beatOf: (trackId: TrackId, context: WorkContext) => Promise<BeatOrigin>
  begin(): void
  close(): Promise<void>
}

export const composeListening = ({
  database,
  reading,
  events,
  now,
  jobs,
  background,
  tracks,
  project,
  pathOf,
  models,
  inference,
}: ListeningCore): Listening => {
  const ears = createListener()
  const listenJob = createListenJob({
    database,
    reading,
    events,
    now,
    pathOf,
    listen: ears.listen,
    untilQuiet: background.untilQuiet,
    announce: project.announce,
  })
  const songs: Songs = {
    async find(trackId) {
      const opened = await project.open(trackId)
      if (opened.ok) return { title: opened.value.title, takes: opened.value.takes, document: opened.value.document }
      const track = await tracks.find(trackId)
      return track && { title: track.title, takes: [], document: undefined }
    },
  }
  const analysis = createAnalysisHandlers({ database, reading, jobs, listenJob, now, songs })
  const factsOf = async (trackId: TrackId) => {
    const facts = await analysis.get({ trackId })
    return facts.ok ? facts.value : undefined
  }
  const listening = background.work({
    definition: listenJob,
    countWaiting: () => hearingRepository(reading).countWaiting(),
    title: (count) => (count === 1 ? 'Listen to a new song' : `Listen to ${count} songs`),
    after: ['library.changed'],
  })
  const pool = createSimilarityPool()
  const measures = measuredSound(pool)
  const model = () => chooseSoundModel(models, inference, measures)
  const index = createSoundIndex(database.query, pool)
  const describeJob = createDescribeJob({ database, reading, events, now, pathOf, model, untilQuiet: background.untilQuiet })
  const similarity = createSimilarityHandlers({ database, reading, findTrack: tracks.find, pathOf, model, index, jobs, describeJob })
  const describing = background.work({
    definition: describeJob,
    countWaiting: async () => (await vectorRepository(reading).count(model().id)).waiting,
    title: (count) => (count === 1 ? 'Describe how a new song sounds' : `Describe how ${count} songs sound`),
    after: ['library.changed'],
  })
  const stops = [events.on('library.changed', index.forget), events.on('similarity.described', index.forget)]
  return {
    handlers: { analysis, similarity },
    jobs: [listenJob, describeJob],
    beatOf: createBeatOrigins({ songs, factsOf, listenJob }),
    begin() {
      listening.begin()
      describing.begin()
    },
    async close() {
      for (const stop of stops) stop()
      listening.close()
      describing.close()
      await Promise.all([ears.close(), pool.close()])
    },
  }
}
