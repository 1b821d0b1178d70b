import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { createAnalysisHandlers, createListener, createListenJob, hearingRepository } from '../analysis/index.ts'
import type { Inference } from '../inference/index.ts'
import type { TrackReader } from '../library/index.ts'
import type { ModelShelf } from '../models/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import { createQuietWork, type JobDefinition, type JobService, untilQuiet } from '../platform/jobs/index.ts'
import type { ProjectService } from '../project/index.ts'
import type { SettingsService } from '../settings/index.ts'
import {
  chooseSoundModel,
  createDescribeJob,
  createSimilarityHandlers,
  createSimilarityPool,
  createSoundIndex,
  measuredSound,
  vectorRepository,
} from '../similarity/index.ts'

/** How long the studio must have been quiet before it listens to songs by itself. */
const QUIET_MILLISECONDS = 5_000

export type ListeningCore = {
  readonly database: Database
  readonly events: Events
  readonly now: () => number
  readonly jobs: JobService
  readonly settings: SettingsService
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
  begin(): void
  close(): Promise<void>
}

export const composeListening = ({ database, events, now, jobs, settings, tracks, project, pathOf, models, inference }: ListeningCore): Listening => {
  const ears = createListener()
  const listenJob = createListenJob({
    database,
    events,
    now,
    pathOf,
    listen: ears.listen,
    untilQuiet: (signal, tell) => untilQuiet(jobs, signal, tell),
    announce: project.announce,
  })
  const analysis = createAnalysisHandlers({
    database,
    jobs,
    listenJob,
    now,
    songs: {
      async find(trackId) {
        const opened = await project.open(trackId)
        if (opened.ok) return { title: opened.value.title, takes: opened.value.takes, document: opened.value.document }
        const track = await tracks.find(trackId)
        return track && { title: track.title, takes: [], document: undefined }
      },
    },
  })
  const quietListening = createQuietWork({
    jobs,
    events,
    definition: listenJob,
    payload: { isBackground: true },
    quietMilliseconds: QUIET_MILLISECONDS,
    async title() {
      if (!settings.current().listenInBackground) return undefined
      const count = await hearingRepository(database.query).countWaiting()
      return count === 0 ? undefined : count === 1 ? 'Listen to a new song' : `Listen to ${count} songs`
    },
  })
  const pool = createSimilarityPool()
  const measures = measuredSound(pool)
  const model = () => chooseSoundModel(models, inference, measures)
  const index = createSoundIndex(database.query, pool)
  const describeJob = createDescribeJob({ database, events, now, pathOf, model, untilQuiet: (signal, tell) => untilQuiet(jobs, signal, tell) })
  const similarity = createSimilarityHandlers({ database, findTrack: tracks.find, pathOf, model, index, jobs, describeJob })
  const quietDescribing = createQuietWork({
    jobs,
    events,
    definition: describeJob,
    payload: { isBackground: true },
    quietMilliseconds: QUIET_MILLISECONDS,
    async title() {
      if (!settings.current().listenInBackground) return undefined
      const { waiting } = await vectorRepository(database.query).count(model().id)
      return waiting === 0 ? undefined : waiting === 1 ? 'Describe how a new song sounds' : `Describe how ${waiting} songs sound`
    },
  })
  const stops = [events.on('library.changed', index.forget), events.on('similarity.described', index.forget)]
  return {
    handlers: { analysis, similarity },
    jobs: [listenJob, describeJob],
    begin() {
      const nudge = () => {
        quietListening.nudge()
        quietDescribing.nudge()
      }
      stops.push(events.on('library.changed', nudge), events.on('settings.changed', nudge))
      nudge()
    },
    async close() {
      for (const stop of stops) stop()
      quietListening.close()
      quietDescribing.close()
      await Promise.all([ears.close(), pool.close()])
    },
  }
}
