import type { z } from 'zod'
import type { EventName, Events } from '../platform/events.ts'
import { createQuietWork, createUntilQuiet, type JobDefinition, type JobService, type UntilQuiet } from '../platform/jobs/index.ts'
import type { SettingsService } from '../settings/index.ts'

/** How long the studio must have been quiet before it does something by itself. */
const QUIET_MILLISECONDS = 5_000

/** Nothing begins before `begin`: the command line does only what it was asked for. */
export type BackgroundWork = { begin(): void; close(): void }

export type Background = {
  readonly untilQuiet: UntilQuiet
  /** a job that runs by itself while songs wait for it, where the settings allow that; `after` are the events that may bring such songs */
  work<P extends z.ZodType<unknown, { isBackground: boolean }>>(work: {
    readonly definition: JobDefinition<P>
    readonly countWaiting: () => Promise<number>
    readonly title: (count: number) => string
    readonly after: readonly EventName[]
  }): BackgroundWork
}

/** What the studio does by itself, behind everything a person asks for. */
export const createBackground = (jobs: JobService, events: Events, settings: SettingsService): Background => ({
  untilQuiet: createUntilQuiet(jobs),
  work({ after, ...work }) {
    const quiet = createQuietWork({
      ...work,
      jobs,
      events,
      payload: { isBackground: true } as z.input<typeof work.definition.payload>,
      isWanted: () => settings.current().listenInBackground,
      quietMilliseconds: QUIET_MILLISECONDS,
    })
    const stops: (() => void)[] = []
    return {
      begin() {
        for (const name of [...after, 'settings.changed'] as const) stops.push(events.on(name, quiet.nudge))
        quiet.nudge()
      },
      close() {
        for (const stop of stops) stop()
        quiet.close()
      },
    }
  },
})
