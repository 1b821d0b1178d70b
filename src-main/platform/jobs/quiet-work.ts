import { setTimeout as sleep } from 'node:timers/promises'
import { getLogger } from '@logtape/logtape'
import type { z } from 'zod'
import type { Events } from '../events.ts'
import type { JobDefinition } from './job-definition.ts'
import type { JobService } from './job-queue.ts'

/** Background work stands behind everything a person asked for. */
export const BACKGROUND_PRIORITY = -100
const ACTIVE = ['queued', 'running', 'paused'] as const
const LOOK_AGAIN_MILLISECONDS = 1_000

const log = getLogger(['segno', 'jobs'])

/** Whether a person waits for something: any job that is not background work waits or runs. */
export const isSomeoneWaiting = async (jobs: Pick<JobService, 'list'>): Promise<boolean> =>
  (await jobs.list({ states: ['queued', 'running'], limit: 50 })).some(({ priority }) => priority > BACKGROUND_PRIORITY)

/** Resolves when nobody waits for other work; tells each time that somebody does. @throws AbortError */
export type UntilQuiet = (signal: AbortSignal, tell: () => void) => Promise<void>

export const createUntilQuiet =
  (jobs: Pick<JobService, 'list'>): UntilQuiet =>
  async (signal, tell) => {
    while (await isSomeoneWaiting(jobs)) {
      tell()
      await sleep(LOOK_AGAIN_MILLISECONDS, undefined, { signal })
    }
  }

export type QuietWork<P extends z.ZodType> = {
  readonly jobs: Pick<JobService, 'enqueue' | 'list'>
  readonly events: Events
  readonly definition: JobDefinition<P>
  readonly payload: z.input<P>
  /** whether it is wanted at all just now */
  readonly isWanted: () => boolean
  /** how many songs wait for it */
  readonly countWaiting: () => Promise<number>
  /** what the jobs tray calls it */
  readonly title: (count: number) => string
  /** how long nothing may have changed before it begins */
  readonly quietMilliseconds: number
}

/**
 * Puts a background job into the queue when there is something to do and the studio has been quiet for a while; never two at once. One that a
 * person cancelled comes back after the next nudge only. Returns the nudge and the way to stop.
 */
export const createQuietWork = <P extends z.ZodType>(parts: QuietWork<P>) => {
  const { jobs, events, definition, payload, quietMilliseconds } = parts
  let timer: ReturnType<typeof setTimeout> | undefined
  let isClosed = false
  const look = async (): Promise<void> => {
    const active = await jobs.list({ states: [...ACTIVE], limit: 500 })
    if (isClosed || active.some(({ kind }) => kind === definition.kind)) return
    if (await isSomeoneWaiting(jobs)) return nudge()
    const count = parts.isWanted() ? await parts.countWaiting() : 0
    if (count > 0 && !isClosed) await jobs.enqueue(definition, payload, { title: parts.title(count), priority: BACKGROUND_PRIORITY })
  }
  const nudge = (): void => {
    if (isClosed) return
    clearTimeout(timer)
    timer = setTimeout(
      () => void look().catch((cause) => isClosed || log.error('background work could not begin', { kind: definition.kind, cause })),
      quietMilliseconds,
    )
    timer.unref()
  }
  // songs may have come while it ran
  const stop = events.on('jobs.changed', (job) => {
    if (job.kind === definition.kind && job.state === 'succeeded') nudge()
  })
  return {
    nudge,
    close() {
      isClosed = true
      clearTimeout(timer)
      stop()
    },
  }
}
