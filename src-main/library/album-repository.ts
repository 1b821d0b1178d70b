import { sql } from 'kysely'
import { z } from 'zod'
import { type AlbumId, Sha256 } from '../../src-shared/kernel/ids.ts'
import type { Album } from '../../src-shared/library/contract.ts'
import type { Queries } from '../platform/database/index.ts'
import { readOrnament } from './stored-json.ts'

const Cover = z.object({ sha256: Sha256 })
export const coverJson = (sha256: Sha256 | undefined): string | null => (sha256 === undefined ? null : JSON.stringify({ sha256 }))

const albumsOf = (db: Queries) =>
  db
    .selectFrom('albums')
    .leftJoin('album_tracks', 'album_tracks.album_id', 'albums.id')
    .leftJoin('tracks', (join) => join.onRef('tracks.id', '=', 'album_tracks.track_id').on('tracks.trashed_at', 'is', null))
    .groupBy('albums.id')
    .select((eb) => [
      'albums.id',
      'albums.title',
      'albums.created_at',
      'albums.cover_json',
      eb.fn.count<number>('tracks.id').as('trackCount'),
      eb.fn.coalesce(eb.fn.sum<number>('tracks.seconds'), eb.lit(0)).as('seconds'),
      // SQLite takes the other columns of such a question from the row that has the minimum
      sql<number | null>`min(iif(tracks.id IS NULL, NULL, album_tracks.position))`.as('first'),
      'tracks.audio_sha256',
      'tracks.cover_sha256',
    ])

type AlbumRow = Awaited<ReturnType<ReturnType<typeof albumsOf>['execute']>>[number]
const albumOf = ({ id, title, created_at, cover_json, trackCount, seconds, first, audio_sha256, cover_sha256 }: AlbumRow): Album => {
  const cover = readOrnament(Cover, cover_json, `the cover of ${id}`)
  return {
    id,
    title,
    trackCount,
    seconds,
    createdAt: created_at,
    ...(cover && { coverSha256: cover.sha256 }),
    ...(first !== null && audio_sha256 !== null && { firstAudioSha256: audio_sha256 }),
    ...(first !== null && cover_sha256 !== null && { firstCoverSha256: cover_sha256 }),
  }
}

/** Albums as lists show them. Trashed songs keep their place and are not counted. */
export const albumRepository = (db: Queries) => ({
  list: async (): Promise<Album[]> => (await albumsOf(db).orderBy('albums.created_at', 'desc').orderBy('albums.id', 'desc').execute()).map(albumOf),
  async find(albumId: AlbumId): Promise<Album | undefined> {
    const row = await albumsOf(db).where('albums.id', '=', albumId).executeTakeFirst()
    return row && albumOf(row)
  },
})
