import type { AlbumId } from '../../src-shared/kernel/ids.ts'
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

/** Albums as lists show them. Trashed songs keep their place and are not counted. */
export const albumRepository = (db: Queries) => ({
  list: (): Promise<Album[]> => albumsOf(db).orderBy('albums.created_at', 'desc').orderBy('albums.id', 'desc').execute(),
  find: (albumId: AlbumId): Promise<Album | undefined> => albumsOf(db).where('albums.id', '=', albumId).executeTakeFirst(),
})
