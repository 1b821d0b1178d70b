import { z } from 'zod'
import type { Hearing } from '../../src-shared/analysis/hearing.ts'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import { type Sha256, TrackId } from '../../src-shared/kernel/ids.ts'
import { subProgress, type WorkContext } from '../../src-shared/kernel/progress.ts'
import { refreshHeardColumns } from '../library/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import { createWaitingCount, type JobDefinition } from '../platform/jobs/index.ts'
import { hearingRepository } from './hearing-repository.ts'

export const ListenPayload = z.object({
  trackIds: z.array(TrackId).optional(),
  /** milliseconds since 1970: what was heard before is heard again */
  heardBefore: z.number().optional(),
  /** gives way to what people wait for */
  isBackground: z.boolean(),
})
export type ListenJob = JobDefinition<typeof ListenPayload>

export type ListenParts = {
  readonly database: Database
  readonly events: Events
  readonly now: () => number
  readonly pathOf: (sha256: Sha256) => string
  readonly listen: (path: string, context: WorkContext) => Promise<Hearing>
  /** resolves when nobody waits for other work */
  readonly untilQuiet: (signal: AbortSignal, tell: () => void) => Promise<void>
  /** tells open editors how the song stands now */
  readonly announce: (trackId: TrackId) => Promise<void>
}

/** What concerns the whole studio, not one recording. */
const ENDS_ALL = new Set(['disk.full', 'disk.read-only'])

/**
 * Listens to recordings one after another. Each is published by itself, so a job that is cancelled, paused, killed or run again only goes on
 * where it was. A recording that cannot be read is noted and not tried again until its song is asked for by name.
 */
export const createListenJob = ({ database, events, now, pathOf, listen, untilQuiet, announce }: ListenParts): ListenJob => {
  const repository = hearingRepository(database.query)

  const publish = async (audioSha256: Sha256, outcome: Parameters<typeof repository.put>[2]): Promise<void> => {
    const trackIds = await database.transaction(async (tx) => {
      const inside = hearingRepository(tx)
      // the song may have left the trash for good meanwhile
      if (!(await inside.hasAudio(audioSha256))) return []
      await inside.put(audioSha256, now(), outcome)
      const songs = await inside.tracksOf(audioSha256)
      for (const trackId of songs) await refreshHeardColumns(tx, trackId)
      return songs
    })
    if (trackIds.length === 0) return
    events.emit('analysis.heard', { trackIds })
    events.emit('library.changed', { trackIds })
    for (const trackId of trackIds) await announce(trackId)
  }

  return {
    kind: 'analysis.listen',
    payload: ListenPayload,
    // lanes have places to spare for it: it must not keep imports and exports waiting
    lane: 'io',
    afterCrash: 'restart',
    async run({ trackIds, heardBefore, isBackground }, context) {
      const { signal } = context
      const wanted = { trackIds, heardBefore }
      let failed: FailureError | undefined
      let done = 0
      const tried = new Set<Sha256>()
      const waiting = createWaitingCount(() => repository.countWaiting(wanted))
      for (;;) {
        signal.throwIfAborted()
        const next = await repository.next(wanted)
        // a clock that was set back would ask for the same one for ever
        if (!next || tried.has(next.audioSha256)) break
        tried.add(next.audioSha256)
        const total = done + (await waiting())
        const report = subProgress(context.progress, done / total, (done + 1) / total)
        if (isBackground) await untilQuiet(signal, () => report(0, 'waiting for other work'))
        try {
          const hearing = await listen(pathOf(next.audioSha256), { ...context, progress: (fraction) => report(fraction, `listening to ${next.title}`) })
          signal.throwIfAborted()
          await publish(next.audioSha256, { hearing })
        } catch (cause) {
          signal.throwIfAborted()
          if (!(cause instanceof FailureError) || ENDS_ALL.has(cause.failure.code)) throw cause
          failed ??= cause
          await publish(next.audioSha256, { failure: cause.failure })
        }
        done++
      }
      if (failed && done === 1 && !isBackground) throw failed
    },
  }
}
