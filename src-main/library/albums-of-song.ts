import type { IdSource, Sha256, TrackId } from '../../src-shared/kernel/ids.ts'
import { announceWritten, recordStep, songsOfAlbum } from '../history/index.ts'
import type { Queries, Tx } from '../platform/database/index.ts'
import { albumRepository, coverJson } from './album-repository.ts'
import { cleanTitle } from './track-rows.ts'

/** An album as a song remembers it elsewhere. */
export type AlbumOfSong = { readonly title: string; readonly coverSha256?: Sha256 | undefined }

/** The albums that hold a song, oldest first. */
export const albumsOfSong = async (db: Queries, trackId: TrackId): Promise<readonly AlbumOfSong[]> => {
  const rows = await db.selectFrom('album_tracks').select('album_id').where('track_id', '=', trackId).orderBy('album_id').execute()
  const albums = await Promise.all(rows.map(({ album_id }) => albumRepository(db).find(album_id)))
  return albums.flatMap((album) => (album ? [{ title: album.title, ...(album.coverSha256 && { coverSha256: album.coverSha256 }) }] : []))
}

export type JoiningSong = { readonly trackId: TrackId; readonly title: string; readonly albums: readonly AlbumOfSong[] }
type Parts = { readonly ids: Pick<IdSource, 'album'>; readonly now: () => number }

/**
 * Puts a song that came from elsewhere at the end of the albums of the same names. One that is missing is made, and takes the picture; one without a
 * picture takes it, too; one with its own keeps it. One step of the history, in the caller's transaction, told by {@link announceWritten} afterwards.
 */
export const joinAlbums = (tx: Tx, { trackId, title, albums }: JoiningSong, { ids, now }: Parts): ReturnType<typeof recordStep> =>
  recordStep(
    tx,
    { actor: 'person', at: now() },
    `Put “${title}” into ${albums.length === 1 ? `the album “${albums[0]?.title}”` : 'its albums'}`,
    async (notes) => {
      for (const { title: wanted, coverSha256 } of albums) {
        const name = cleanTitle(wanted)
        const found = await tx.selectFrom('albums').select(['id', 'cover_json']).where('title', '=', name).orderBy('created_at').limit(1).executeTakeFirst()
        const cover_json = coverJson(coverSha256)
        if (!found) {
          const id = ids.album()
          await notes.album(id, undefined, { row: { id, title: name, created_at: now(), ...(cover_json !== null && { cover_json }) }, trackIds: [trackId] })
          continue
        }
        const takesCover = found.cover_json === null && cover_json !== null
        if ((await songsOfAlbum(tx, found.id)).includes(trackId)) continue
        await notes.album(
          found.id,
          { without: [trackId], ...(takesCover && { row: { cover_json: null } }) },
          { with: [trackId], ...(takesCover && { row: { cover_json } }) },
        )
      }
    },
  )
