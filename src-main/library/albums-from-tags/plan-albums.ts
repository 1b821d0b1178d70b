import { setImmediate as breathe } from 'node:timers/promises'
import type { AlbumId, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { AlbumTagCounts } from '../../../src-shared/library/albums-from-tags.ts'
import type { Queries } from '../../platform/database/index.ts'
import type { KeptSelection } from '../selections/kept-selections.ts'
import { cleanTitle } from '../track-rows.ts'
import { type NamedAlbum, readAlbumSongs, readNamedAlbums, readTaggedSongs } from './read-tagged-songs.ts'
import { createTagGroups, inTagOrder, nameKey, type TagGroup } from './tag-groups.ts'

/** What becomes of one tag: a new album or songs for one that is there. */
export type AlbumPlan = {
  readonly key: string
  readonly title: string
  readonly by: string | undefined
  /** undefined: it is made */
  readonly albumId: AlbumId | undefined
  /** all of the tag's songs, by disc and number */
  readonly trackIds: readonly TrackId[]
  readonly added: readonly TrackId[]
  /** songs of the album afterwards */
  readonly songs: number
}
export type AlbumsPlan = { readonly counts: AlbumTagCounts; readonly albums: readonly AlbumPlan[] }

const GROUPS_AT_ONCE = 500

type Shelf = { readonly byTag: ReadonlyMap<string, NamedAlbum>; readonly byName: ReadonlyMap<string, readonly NamedAlbum[]> }

const readShelf = async (db: Queries): Promise<Shelf> => {
  const byTag = new Map<string, NamedAlbum>()
  const byName = new Map<string, NamedAlbum[]>()
  const under = (name: string, album: NamedAlbum) => byName.set(name, [...(byName.get(name) ?? []), album])
  for await (const page of readNamedAlbums(db))
    for (const album of page) {
      if (album.tagKey !== null && !byTag.has(album.tagKey)) byTag.set(album.tagKey, album)
      const name = nameKey(album.title)
      under(name, album)
      // called otherwise meanwhile, it still answers to its tag's name
      const tagName = album.tagKey === null ? name : String(JSON.parse(album.tagKey)[0])
      if (tagName !== name) under(tagName, album)
    }
  return { byTag, byName }
}

const candidatesOf = ({ byTag, byName }: Shelf, { key, title }: TagGroup): readonly NamedAlbum[] => {
  const exact = byTag.get(key)
  return exact ? [exact] : (byName.get(nameKey(title)) ?? [])
}

/** "Greatest Hits", or "Greatest Hits (ABBA)" where another album is called so */
const freshTitle = ({ title, by }: TagGroup, taken: ReadonlySet<string>): string => {
  if (!taken.has(nameKey(title))) return title
  const whose = by === undefined ? title : `${title} (${by})`
  for (let n = 2, wanted = whose; ; n++) {
    if (!taken.has(nameKey(wanted))) return wanted
    wanted = `${whose} ${n}`
  }
}

/**
 * What would be made of the album tags of these songs (undefined: of all), looked up in `reading` page by page. An album is joined that was made of
 * the same tag, or has its name and was made by hand or holds some of its songs.
 */
export const planAlbums = async (reading: Queries, selection: KeptSelection | undefined, withSingles: boolean): Promise<AlbumsPlan> => {
  const gathered = createTagGroups()
  for await (const page of readTaggedSongs(reading, selection)) {
    for (const song of page) gathered.add(song)
    await breathe()
  }
  const groups = gathered.all()
  const shelf = await readShelf(reading)
  const taken = new Set(shelf.byName.keys())
  const claimed = new Set<AlbumId>()
  const ofTags = new Set(groups.map(({ key }) => key))
  const counts = { made: 0, joined: 0, songs: 0, complete: 0, singles: 0 }
  const albums: AlbumPlan[] = []
  for (let at = 0; at < groups.length; at += GROUPS_AT_ONCE) {
    const part = groups.slice(at, at + GROUPS_AT_ONCE)
    const candidates = part.map((group) => candidatesOf(shelf, group))
    const songs = await readAlbumSongs(reading, [...new Set(candidates.flat().map(({ id }) => id))])
    for (const [index, group] of part.entries()) {
      const { key, by } = group
      const ordered = inTagOrder(group.songs)
      const own = new Set(ordered)
      const shared = ({ id }: NamedAlbum) => (songs.get(id) ?? []).filter((trackId) => own.has(trackId)).length
      const isFree = (album: NamedAlbum) =>
        !claimed.has(album.id) && (album.tagKey === null || album.tagKey === key || (!ofTags.has(album.tagKey) && shared(album) > 0))
      const [joined] = (candidates[index] ?? []).filter(isFree).toSorted((a, b) => shared(b) - shared(a))
      if (!joined && ordered.length === 1 && !withSingles) {
        counts.singles += 1
        continue
      }
      if (joined) claimed.add(joined.id)
      const there = new Set(joined ? songs.get(joined.id) : [])
      const added = ordered.filter((trackId) => !there.has(trackId))
      if (added.length === 0) {
        counts.complete += 1
        continue
      }
      counts.songs += added.length
      counts[joined ? 'joined' : 'made'] += 1
      const named = joined ? joined.title : cleanTitle(freshTitle(group, taken))
      taken.add(nameKey(named))
      albums.push({ key, title: named, by, albumId: joined?.id, trackIds: ordered, added, songs: there.size + added.length })
    }
    await breathe()
  }
  return { counts, albums }
}
