import { basename, dirname } from 'node:path'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import { cleanTitle, titleKey } from '../track-rows.ts'

/** A song as its file's tags place it. */
export type TaggedSong = {
  readonly trackId: TrackId
  readonly album: string
  readonly albumArtist: string | null
  readonly artist: string | null
  readonly disc: number | null
  readonly number: number | null
  /** where its file lies or lay; null: not known */
  readonly path: string | null
}

export type PlacedSong = Pick<TaggedSong, 'trackId'> & { readonly disc: number; readonly number: number; readonly name: string }

/** The songs of one album tag. `by`: the album artist; where there is none, the artist that all songs share; else the folder's name. */
export type TagGroup = { readonly key: string; readonly title: string; readonly by: string | undefined; readonly songs: PlacedSong[] }
/** `singer`: the artist of all songs so far; null: they have several, or one has none */
type Gathered = {
  readonly key: string
  readonly title: string
  readonly albumArtist: string | null
  readonly folder: string | undefined
  singer: string | null
  readonly songs: PlacedSong[]
}

const DISC_FOLDER = /^(?:cd|dis[ck])[\s._-]*(\d{1,2})$/i
const plain = (text: string): string => titleKey(text).replace(/\s+/g, ' ').trim()

/** Discs of an album may lie in folders of their own. */
const placeOf = (path: string): { readonly folder: string; readonly disc: number | undefined } => {
  const folder = dirname(path)
  const disc = DISC_FOLDER.exec(basename(folder))
  return disc ? { folder: dirname(folder), disc: Number(disc[1]) } : { folder, disc: undefined }
}

/** Gathers songs into their albums, in the order in which the first song of each comes. */
export const createTagGroups = () => {
  const groups = new Map<string, Gathered>()
  return {
    add({ trackId, album, albumArtist, artist, disc, number, path }: TaggedSong): void {
      const place = path === null ? undefined : placeOf(path)
      const whose = albumArtist !== null ? ['artist', plain(albumArtist)] : place ? ['folder', place.folder] : ['singer', plain(artist ?? '')]
      const key = JSON.stringify([plain(album), ...whose])
      const group = groups.get(key) ?? {
        key,
        title: cleanTitle(album),
        albumArtist,
        folder: place && basename(place.folder),
        singer: artist,
        songs: [],
      }
      groups.set(key, group)
      if (group.singer !== null && (artist === null || plain(artist) !== plain(group.singer))) group.singer = null
      group.songs.push({ trackId, disc: disc ?? place?.disc ?? 1, number: number ?? Number.POSITIVE_INFINITY, name: path === null ? '' : basename(path) })
    },
    all: (): readonly TagGroup[] =>
      [...groups.values()].map(({ key, title, albumArtist, folder, singer, songs }) => ({
        key,
        title,
        by: albumArtist || singer || folder || undefined,
        songs,
      })),
  }
}

/** What albums of one name have in common. */
export const nameKey = plain

const byName = new Intl.Collator('en', { numeric: true }).compare
const order = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1)

/** By disc, then number; songs without one come behind, by the names of their files. */
export const inTagOrder = (songs: readonly PlacedSong[]): TrackId[] =>
  songs.toSorted((a, b) => order(a.disc, b.disc) || order(a.number, b.number) || byName(a.name, b.name)).map(({ trackId }) => trackId)
