import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { createAnalysisHandlers, createListener, createListenJob, hearingRepository } from '../analysis/index.ts'
import type { TrackReader } from '../library/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import { createQuietWork, type JobDefinition, type JobService, untilQuiet } from '../platform/jobs/index.ts'
import type { ProjectService } from '../project/index.ts'
import type { SettingsService } from '../settings/index.ts'

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
}

/** The half of the composition root that is about ears. `begin` starts the background work: for the window, not for the command line. */
export type Listening = {
  readonly handlers: Pick<StudioHandlers, 'analysis'>
  readonly jobs: readonly JobDefinition[]
  begin(): void
  close(): Promise<void>
}

export const composeListening = ({ database, events, now, jobs, settings, tracks, project, pathOf }: ListeningCore): Listening => {
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
  const stops: (() => void)[] = []
  return {
    handlers: { analysis },
    jobs: [listenJob],
    begin() {
      stops.push(events.on('library.changed', quietListening.nudge), events.on('settings.changed', quietListening.nudge))
      quietListening.nudge()
    },
    async close() {
      for (const stop of stops) stop()
      quietListening.close()
      await ears.close()
    },
  }
}
