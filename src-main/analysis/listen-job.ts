import { z } from 'zod'
import type { Hearing } from '../../src-shared/analysis/hearing.ts'
import { type Sha256, TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { refreshHeardColumns } from '../library/index.ts'
import type { Database, Queries } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import { type JobDefinition, type UntilQuiet, workOneByOne } from '../platform/jobs/index.ts'
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
  /** for what reads the whole library; where none is named, `database` */
  readonly reading?: Queries
  readonly events: Events
  readonly now: () => number
  readonly pathOf: (sha256: Sha256) => string
  readonly listen: (path: string, context: WorkContext) => Promise<Hearing>
  readonly untilQuiet: UntilQuiet
  /** tells open editors how the song stands now */
  readonly announce: (trackId: TrackId) => Promise<void>
}

/**
 * Listens to recordings one after another. A recording that cannot be read is noted and not tried again until its song is asked for by name.
 */
export const createListenJob = ({ database, reading = database.query, events, now, pathOf, listen, untilQuiet, announce }: ListenParts): ListenJob => {
  const repository = hearingRepository(reading)

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
      const wanted = { trackIds, heardBefore }
      const { tried, failed } = await workOneByOne(
        {
          next: () => repository.next(wanted),
          countWaiting: () => repository.countWaiting(wanted),
          doing: 'listening to',
          async work({ audioSha256 }, within) {
            const hearing = await listen(pathOf(audioSha256), within)
            within.signal.throwIfAborted()
            await publish(audioSha256, { hearing })
          },
          giveUp: ({ audioSha256 }, { failure }) => publish(audioSha256, { failure }),
          endsAll: /^disk\.(full|read-only)$/,
          isBackground,
          untilQuiet,
        },
        context,
      )
      if (failed && tried === 1 && !isBackground) throw failed
    },
  }
}
