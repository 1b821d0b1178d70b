import { sql } from 'kysely'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Queries } from '../platform/database/index.ts'

/** What the library counts. Takes the database or a transaction. */
export const trackRepository = (db: Queries) => ({
  async stats() {
    // each figure is read off an index of its own; asked for together they would walk the whole table
    const shown = await sql<{ tracks: number; seconds: number }>`
      SELECT count(*) AS tracks, ifnull(sum(seconds), 0) AS seconds FROM tracks INDEXED BY tracks_by_seconds WHERE trashed_at IS NULL`.execute(db)
    const marked = await sql<{ favourites: number; trashed: number }>`
      SELECT (SELECT count(*) FROM tracks WHERE trashed_at IS NULL AND is_favourite = 1) AS favourites,
             (SELECT count(*) FROM tracks WHERE trashed_at IS NOT NULL) AS trashed`.execute(db)
    const counts = { tracks: 0, seconds: 0, favourites: 0, trashed: 0, ...shown.rows[0], ...marked.rows[0] }
    const { albums } = await db
      .selectFrom('albums')
      .select((eb) => eb.fn.countAll<number>().as('albums'))
      .executeTakeFirstOrThrow()
    const { audioBytes } = await db
      .selectFrom('audio_files')
      .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('bytes'), eb.lit(0)).as('audioBytes'))
      .executeTakeFirstOrThrow()
    return { ...counts, albums, audioBytes }
  },
  /** how many songs, albums and places in albums there are; costs a walk over three small indexes */
  async counts() {
    const count = async (table: 'tracks' | 'albums' | 'album_tracks') =>
      (
        await db
          .selectFrom(table)
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
      ).count
    return { tracks: await count('tracks'), albums: await count('albums'), places: await count('album_tracks') }
  },
  /** songs changed at or after `since` */
  async changedSince(since: number): Promise<{ id: TrackId; updated_at: number }[]> {
    return db.selectFrom('tracks').select(['id', 'updated_at']).where('updated_at', '>=', since).orderBy('updated_at').limit(1_000).execute()
  },
})
