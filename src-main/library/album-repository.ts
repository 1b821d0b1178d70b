import type { AlbumId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { Album } from '../../src-shared/library/contract.ts'
import type { Queries } from '../platform/database/index.ts'

const albumsOf = (db: Queries) =>
  db
    .selectFrom('albums')
    .leftJoin('album_tracks', 'album_tracks.album_id', 'albums.id')
    .leftJoin('tracks', (join) => join.onRef('tracks.id', '=', 'album_tracks.track_id').on('tracks.trashed_at', 'is', null))
    .groupBy('albums.id')
    .select((eb) => [
      'albums.id',
      'albums.title',
      'albums.created_at as createdAt',
      eb.fn.count<number>('tracks.id').as('trackCount'),
      eb.fn.coalesce(eb.fn.sum<number>('tracks.seconds'), eb.lit(0)).as('seconds'),
    ])

/** Albums and their order. Trashed songs keep their place and are not counted. */
export const albumRepository = (db: Queries) => ({
  list: (): Promise<Album[]> => albumsOf(db).orderBy('albums.created_at', 'desc').orderBy('albums.id', 'desc').execute(),
  find: (albumId: AlbumId): Promise<Album | undefined> => albumsOf(db).where('albums.id', '=', albumId).executeTakeFirst(),
  insert: (albumId: AlbumId, title: string, now: number) => db.insertInto('albums').values({ id: albumId, title, created_at: now }).execute(),
  rename: (albumId: AlbumId, title: string) => db.updateTable('albums').set({ title }).where('id', '=', albumId).execute(),
  remove: (albumId: AlbumId) => db.deleteFrom('albums').where('id', '=', albumId).execute(),
  async trackIds(albumId: AlbumId): Promise<TrackId[]> {
    const rows = await db.selectFrom('album_tracks').select('track_id').where('album_id', '=', albumId).orderBy('position').execute()
    return rows.map(({ track_id }) => track_id)
  },
  /** Makes the album exactly this list, in this order. Ids that are no songs are left out. */
  async setTracks(albumId: AlbumId, trackIds: readonly TrackId[]): Promise<void> {
    const known = new Set<TrackId>()
    for (let i = 0; i < trackIds.length; i += 5_000) {
      const found = await db
        .selectFrom('tracks')
        .select('id')
        .where('id', 'in', trackIds.slice(i, i + 5_000))
        .execute()
      for (const { id } of found) known.add(id)
    }
    const rows = [...new Set(trackIds)].filter((id) => known.has(id)).map((track_id, position) => ({ album_id: albumId, track_id, position }))
    await db.deleteFrom('album_tracks').where('album_id', '=', albumId).execute()
    for (let i = 0; i < rows.length; i += 5_000)
      await db
        .insertInto('album_tracks')
        .values(rows.slice(i, i + 5_000))
        .execute()
  },
})
