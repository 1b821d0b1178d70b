import type { Track } from '../../../src-shared/library/contract.ts'
import { TAG_FIELDS, type TagChange, type TagField, type WordsAs } from '../../../src-shared/library/file-tags.ts'
import type { CoverStore } from '../covers/cover-store.ts'
import type { FileOrder } from './tag-job.ts'

/** What a song’s own facts would write into its file; what it does not know stays as the file says it. */
export const changeOf = ({ title, artist, album, year, isrc, fileComment, tempoBpm, key, rating, style }: Track): TagChange => ({
  title: title.slice(0, 200),
  ...(artist && { artist: artist.slice(0, 200) }),
  ...(album && { album: album.slice(0, 200) }),
  ...(style && { genre: style.slice(0, 200) }),
  ...(year !== undefined && { year }),
  ...(tempoBpm !== undefined && { bpm: Math.round(tempoBpm) }),
  ...(key && { key: `${key.tonic}${key.mode === 'minor' ? 'm' : ''}` }),
  ...(fileComment && { comment: fileComment.slice(0, 4_000) }),
  ...(isrc && { isrc }),
  ...(rating > 0 && { rating }),
})

/** The same as an order to write, with the song’s cover and words, of the chosen fields alone. */
export const orderOfSong = (
  track: Track,
  path: string,
  covers: Pick<CoverStore, 'has' | 'pathOf'>,
  words: WordsAs,
  fields: readonly TagField[] = TAG_FIELDS,
): FileOrder => {
  const { coverSha256 } = track
  const change = Object.fromEntries(Object.entries(changeOf(track)).filter(([field]) => fields.includes(field as TagField)))
  const coverPath = fields.includes('cover') && coverSha256 && covers.has(coverSha256) ? covers.pathOf(coverSha256) : undefined
  return { path, trackId: track.id, change, ...(coverPath !== undefined && { coverPath }), ...(fields.includes('lyrics') && { words }) }
}
