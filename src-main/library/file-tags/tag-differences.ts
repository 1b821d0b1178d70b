import { TAG_FIELDS, type TagDifference, type TagField } from '../../../src-shared/library/file-tags.ts'
import type { SoundTags } from '../../audio/index.ts'
import type { TagOrder } from './apply-tags.ts'

const KIND = { 'image/jpeg': 'JPEG', 'image/png': 'PNG' } as const

const inWords = (field: TagField, tags: Partial<SoundTags> | TagOrder): string | undefined => {
  const value = tags[field]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object') return String(value)
  return `${KIND[value.mimeType as keyof typeof KIND] ?? 'image'}, ${Math.max(1, Math.round(value.data.length / 1024))} KB`
}

const isSameCover = (tags: SoundTags, order: TagOrder): boolean =>
  order.cover !== undefined && order.cover !== null && tags.cover !== undefined && Buffer.compare(tags.cover.data, order.cover.data) === 0

/** What an order says and this kind of file has no place for. */
export const notKept = (tags: Pick<SoundTags, 'keepsStars'>, order: TagOrder): readonly TagField[] =>
  !tags.keepsStars && order.rating !== undefined && order.rating !== null ? ['rating'] : []

/** What an order would change in a file; empty where it says all of it already. */
export const tagDifferences = (tags: SoundTags, order: TagOrder): readonly TagDifference[] =>
  TAG_FIELDS.flatMap((field) => {
    if (order[field] === undefined || notKept(tags, order).includes(field)) return []
    const [before, after] = [inWords(field, tags), inWords(field, order)]
    if (field === 'cover' ? isSameCover(tags, order) : before === after) return []
    if (before === undefined && after === undefined) return []
    return [{ field, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }]
  })

/** The order that brings the fields of `order` back to what the file says now. */
export const orderBack = (tags: SoundTags, order: TagOrder): TagOrder =>
  Object.fromEntries(
    TAG_FIELDS.filter((field) => order[field] !== undefined).map((field) => {
      const { cover } = tags
      if (field === 'cover') return [field, cover ? { mimeType: cover.mimeType, data: cover.data } : null]
      return [field, tags[field] ?? null]
    }),
  )
