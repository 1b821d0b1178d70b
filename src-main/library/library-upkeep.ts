import { getLogger } from '@logtape/logtape'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import type { AudioStore } from '../platform/files/index.ts'
import { trackRepository } from './track-repository.ts'
import { purgeExpired, sweepAfterCrash, sweepAudio } from './trash.ts'

const log = getLogger(['segno', 'library'])

export type LibraryUpkeep = {
  /** What is due at start: songs long in the trash, audio files that nothing names. Run it when the window is up. */
  tidy(trashDays: number): Promise<void>
  /** Finishes deleting songs for good where a process died over it. */
  recover(): Promise<void>
  /** Tells of songs that another process changed. Returns the function that stops. */
  watch(): () => void
}

export const createLibraryUpkeep = (surroundings: {
  readonly database: Database
  readonly audio: AudioStore
  readonly events: Events
  readonly now: () => number
}): LibraryUpkeep => {
  const { database, audio, events, now } = surroundings
  return {
    async tidy(trashDays) {
      const { trackIds, freedBytes } = await purgeExpired(database, audio, trashDays, now())
      if (trackIds.length > 0) {
        log.info('{count} songs left the trash after {trashDays} days', { count: trackIds.length, trashDays, freedBytes })
        events.emit('library.changed', { trackIds: [...trackIds] })
      }
      const swept = await sweepAudio(database, audio)
      if (swept.removed > 0) log.info('{removed} audio files without a song were removed', { ...swept })
    },
    recover: () => sweepAfterCrash(database, audio),
    watch() {
      const repository = trackRepository(database.query)
      let since = now()
      let told = new Map<TrackId, number>()
      const count = async () => JSON.stringify(await repository.counts())
      // undefined: the library was closed before it could be counted
      let counts: Promise<string | undefined> = count().catch(() => undefined)
      const look = async () => {
        const rows = await repository.changedSince(since)
        const changed = rows.filter(({ id, updated_at }) => told.get(id) !== updated_at)
        since = rows.reduce((latest, { updated_at }) => Math.max(latest, updated_at), since)
        told = new Map(rows.map(({ id, updated_at }) => [id, updated_at]))
        // what went away leaves no time behind: the counts tell
        const countsBefore = await counts
        const countsNow = await count()
        const isCountChanged = countsNow !== countsBefore
        counts = Promise.resolve(countsNow)
        if (changed.length > 0 || isCountChanged) events.emit('library.changed', { trackIds: changed.map(({ id }) => id) })
        if (isCountChanged) events.emit('library.albumsChanged', {})
      }
      return database.watchForeignChanges(() => void look().catch((cause) => log.error('changes of another process could not be read', { cause })))
    },
  }
}
