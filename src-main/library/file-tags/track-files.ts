import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Queries } from '../../platform/database/index.ts'

/** Where the files lie that songs were imported from. */
export const trackFiles = (db: Queries) => ({
  async remember(trackId: TrackId, path: string): Promise<void> {
    await db
      .insertInto('track_files')
      .values({ track_id: trackId, path })
      .onConflict((conflict) => conflict.column('track_id').doUpdateSet({ path }))
      .execute()
  },
  /** A watched folder knows where its file went; else where it lay when it was imported. Undefined: not known. */
  async pathOf(trackId: TrackId): Promise<string | undefined> {
    const watched = await db.selectFrom('watched_files').select('path').where('track_id', '=', trackId).where('state', '=', 'imported').executeTakeFirst()
    return (watched ?? (await db.selectFrom('track_files').select('path').where('track_id', '=', trackId).executeTakeFirst()))?.path
  },
})
export type TrackFiles = ReturnType<typeof trackFiles>
