import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { SoundTags } from '../../audio/index.ts'
import type { Queries } from '../../platform/database/index.ts'

/** Where a file says that its song stands on its album: read with the album's name. null: nobody says. */
export type AlbumPlace = { readonly album_artist: string | null; readonly disc_number: number | null; readonly track_number: number | null }

export const ALBUM_PLACE = ['album_artist', 'disc_number', 'track_number'] as const satisfies readonly (keyof AlbumPlace)[]

/** undefined: there is no such song */
export const findAlbumPlace = (db: Queries, trackId: TrackId): Promise<AlbumPlace | undefined> =>
  db.selectFrom('tracks').select(ALBUM_PLACE).where('id', '=', trackId).executeTakeFirst()

/** What the file says otherwise, or more, than is known; undefined: nothing. */
export const placeInFile = (known: AlbumPlace, { albumArtist, discNumber, trackNumber }: SoundTags): AlbumPlace | undefined => {
  const said: AlbumPlace = {
    album_artist: albumArtist ?? known.album_artist,
    disc_number: discNumber ?? known.disc_number,
    track_number: trackNumber ?? known.track_number,
  }
  return ALBUM_PLACE.some((column) => said[column] !== known[column]) ? said : undefined
}

/** "Rain · The Windows · disc 2 · number 7"; undefined: nothing is said */
export const albumInWords = (album: string | undefined, { album_artist, disc_number, track_number }: AlbumPlace): string | undefined =>
  [album, album_artist, disc_number !== null && `disc ${disc_number}`, track_number !== null && `number ${track_number}`].filter(Boolean).join(' · ') ||
  undefined
