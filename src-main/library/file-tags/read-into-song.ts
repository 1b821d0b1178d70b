import type { Track } from '../../../src-shared/library/contract.ts'
import { READ_FIELDS, type TagDifference, type TagField } from '../../../src-shared/library/file-tags.ts'
import type { SoundTags } from '../../audio/index.ts'
import type { SongField, SongPatch } from '../../history/index.ts'
import { checkFileCover, type Picture } from '../covers/cover-picture.ts'
import { plainIsrc } from '../import/facts-of-tags.ts'
import { cleanTitle, titleKey } from '../track-rows.ts'
import { ALBUM_PLACE, type AlbumPlace, albumInWords, placeInFile } from './album-place-tags.ts'

type ReadField = (typeof READ_FIELDS)[number]
type Value = string | number | undefined

const VALUES: {
  readonly [F in Exclude<ReadField, 'cover'>]: { readonly columns: readonly SongField[]; ofSong(track: Track): Value; ofFile(tags: SoundTags): Value }
} = {
  title: { columns: ['title', 'title_key'], ofSong: ({ title }) => title, ofFile: ({ title }) => (title === undefined ? undefined : cleanTitle(title)) },
  artist: { columns: ['artist'], ofSong: ({ artist }) => artist, ofFile: ({ artist }) => artist },
  album: { columns: ['album', ...ALBUM_PLACE], ofSong: ({ album }) => album, ofFile: ({ album }) => album },
  genre: { columns: ['style'], ofSong: ({ style }) => style, ofFile: ({ genre }) => genre },
  year: { columns: ['year'], ofSong: ({ year }) => year, ofFile: ({ year }) => year },
  bpm: { columns: ['file_bpm'], ofSong: ({ fileBpm }) => fileBpm, ofFile: ({ bpm }) => bpm },
  comment: { columns: ['file_comment'], ofSong: ({ fileComment }) => fileComment, ofFile: ({ comment }) => comment },
  isrc: { columns: ['isrc'], ofSong: ({ isrc }) => isrc, ofFile: ({ isrc }) => plainIsrc(isrc) },
  rating: { columns: ['rating'], ofSong: ({ rating }) => rating || undefined, ofFile: ({ rating }) => rating },
}

/** Every column that reading these fields may change. */
export const columnsOf = (fields: readonly TagField[]): SongField[] =>
  fields.flatMap((field) => (field === 'cover' ? ['cover_sha256'] : (VALUES[field as keyof typeof VALUES]?.columns ?? [])))

export type ReadCover = { readonly data: Uint8Array; readonly sha256: string; readonly kind: Picture['kind'] }
export type ReadSong = {
  readonly differences: readonly TagDifference[]
  /** only what changes; the cover’s bytes still have to be kept */
  readonly patch: SongPatch
  readonly cover: ReadCover | undefined
}

const coverOf = ({ cover }: SoundTags): ReadCover | undefined => {
  const picture = cover && checkFileCover(cover.data)
  return cover && picture?.ok ? { data: cover.data, sha256: cover.sha256, kind: picture.value.kind } : undefined
}

const isPlace = (column: SongField) => ALBUM_PLACE.some((one) => one === column)

/** What a song would take from its file. What the file does not say stays as the song has it. */
export const readIntoSong = (track: Track, place: AlbumPlace, tags: SoundTags, fields: readonly TagField[] = READ_FIELDS): ReadSong => {
  const differences: TagDifference[] = []
  const patch: SongPatch = {}
  for (const field of READ_FIELDS) {
    if (field === 'cover' || !fields.includes(field)) continue
    const placed = field === 'album' ? placeInFile(place, tags) : undefined
    if (placed) {
      const [before, after] = [albumInWords(track.album, place), albumInWords(tags.album ?? track.album, placed)]
      differences.push({ field, ...(before !== undefined && { before }), ...(after !== undefined && { after }) })
      Object.assign(patch, placed, tags.album !== undefined && { album: tags.album })
      continue
    }
    const { columns, ofSong, ofFile } = VALUES[field]
    const [before, after] = [ofSong(track), ofFile(tags)]
    if (after === undefined || after === before) continue
    differences.push({ field, ...(before !== undefined && { before: String(before) }), after: String(after) })
    for (const column of columns) if (!isPlace(column)) patch[column] = column === 'title_key' ? titleKey(String(after)) : after
  }
  const found = fields.includes('cover') ? coverOf(tags) : undefined
  const cover = found && found.sha256 !== track.coverSha256 ? found : undefined
  if (cover) {
    const words = `${cover.kind === 'png' ? 'PNG' : 'JPEG'}, ${Math.max(1, Math.round(cover.data.length / 1_024))} KB`
    differences.push({ field: 'cover', ...(track.coverSha256 && { before: 'another picture' }), after: words })
    patch.cover_sha256 = cover.sha256
  }
  return { differences, patch, cover }
}
