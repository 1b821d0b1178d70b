import { TAG_FIELDS, type TagDifference, type TagField } from '../../../src-shared/library/file-tags.ts'
import type { SoundTags } from '../../audio/index.ts'
import type { TagOrder } from './apply-tags.ts'
import { areSameLyrics, lyricsInShort } from './lyrics-in-short.ts'

const KIND = { 'image/jpeg': 'JPEG', 'image/png': 'PNG' } as const

const inWords = (field: TagField, tags: Partial<SoundTags> | TagOrder): string | undefined => {
  const value = tags[field]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object') return String(value)
  return `${KIND[value.mimeType as keyof typeof KIND] ?? 'image'}, ${Math.max(1, Math.round(value.data.length / 1024))} KB`
}

type Words = readonly [before: string | undefined, after: string | undefined]

/** the long texts are compared to the letter, not as they are cut for a screen */
const isSame = (field: TagField, tags: SoundTags, order: TagOrder, [before, after]: Words, isToTheLetter: boolean): boolean => {
  if (field === 'cover') return isSameCover(tags, order)
  const { comment, lyrics } = tags.asWritten
  if (field === 'lyrics' && isToTheLetter) return (lyrics ?? null) === order.lyrics
  if (field === 'lyrics') return order.lyrics ? lyrics !== undefined && areSameLyrics(lyrics, order.lyrics) : lyrics === undefined
  if (field === 'comment' && order.comment) return order.comment === before || order.comment === comment
  return before === after
}

const isSameCover = (tags: SoundTags, order: TagOrder): boolean =>
  order.cover !== undefined && order.cover !== null && tags.cover !== undefined && Buffer.compare(tags.cover.data, order.cover.data) === 0

/** What an order says and this kind of file has no place for. */
export const notKept = (tags: Pick<SoundTags, 'keepsStars'>, order: TagOrder): readonly TagField[] =>
  !tags.keepsStars && order.rating !== undefined && order.rating !== null ? ['rating'] : []

const lyricsOf = ({ asWritten }: SoundTags, { lyrics }: TagOrder): Words => [
  asWritten.lyrics === undefined ? undefined : lyricsInShort(asWritten.lyrics),
  lyrics ? lyricsInShort(lyrics, asWritten.lyrics) : undefined,
]

/** What an order would change in a file; empty where it says all of it already. `isToTheLetter`: words that only break or time their lines in another way are others. */
export const tagDifferences = (tags: SoundTags, order: TagOrder, isToTheLetter = false): readonly TagDifference[] =>
  TAG_FIELDS.flatMap((field) => {
    if (order[field] === undefined || notKept(tags, order).includes(field)) return []
    const words: Words = field === 'lyrics' ? lyricsOf(tags, order) : [inWords(field, tags), inWords(field, order)]
    const [before, after] = words
    if (isSame(field, tags, order, words, isToTheLetter)) return []
    if (before === undefined && after === undefined) return []
    return [{ field, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }]
  })

/** The order that brings the fields of `order` back to what the file says now. */
export const orderBack = (tags: SoundTags, order: TagOrder): TagOrder =>
  Object.fromEntries(
    TAG_FIELDS.filter((field) => order[field] !== undefined).map((field) => {
      const { cover } = tags
      if (field === 'cover') return [field, cover ? { mimeType: cover.mimeType, data: cover.data } : null]
      if (field === 'comment' || field === 'lyrics') return [field, tags.asWritten[field] ?? tags[field] ?? null]
      return [field, tags[field] ?? null]
    }),
  )
