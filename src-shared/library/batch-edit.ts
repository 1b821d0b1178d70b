import { z } from 'zod'
import { call } from '../ipc/call.ts'
import { AlbumId, TrackId } from '../kernel/ids.ts'
import { Changed, MAX_TAGS, MoodName, TagName } from './marking.ts'

const line = z.string().max(300)

/** What is done to each chosen song; several are done one after the other. Empty text takes artist, style or mood off. */
export const EditOperation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('title'), title: line }),
  /** `isPattern`: `find` is a regular expression, `$1` in `replaceWith` its first group */
  z.object({
    kind: z.literal('replace'),
    find: z.string().min(1).max(300),
    replaceWith: line,
    isPattern: z.boolean().default(false),
    isCaseSensitive: z.boolean().default(false),
  }),
  z.object({ kind: z.literal('case'), to: z.enum(['upper', 'lower', 'title', 'sentence']) }),
  /** in the order of the selection */
  z.object({ kind: z.literal('number'), first: z.number().int().min(0).max(1e6), digits: z.number().int().min(1).max(7), place: z.enum(['before', 'after']) }),
  z.object({ kind: z.literal('artist'), artist: line }),
  z.object({ kind: z.literal('style'), style: line }),
  z.object({ kind: z.literal('mood'), mood: MoodName }),
  z.object({ kind: z.literal('rating'), rating: z.number().int().min(0).max(5) }),
  z.object({ kind: z.literal('favourite'), isFavourite: z.boolean() }),
  z.object({ kind: z.literal('disliked'), isDisliked: z.boolean() }),
  z.object({ kind: z.literal('tags'), add: z.array(TagName).max(MAX_TAGS).default([]), remove: z.array(TagName).max(MAX_TAGS).default([]) }),
  z.object({ kind: z.literal('album'), albumId: AlbumId }),
])
export type EditOperation = z.output<typeof EditOperation>

export const EditedField = z.enum(['title', 'artist', 'style', 'mood', 'rating', 'favourite', 'disliked', 'tags', 'album'])
export type EditedField = z.output<typeof EditedField>

/** Old and new in words, as the list shows them. */
export const FieldDiff = z.object({ field: EditedField, before: z.string(), after: z.string() })
export type FieldDiff = z.output<typeof FieldDiff>

/** `problem`: why this song stays as it is; `warning`: it is changed, but look at it. */
export const SongDiff = z.object({
  trackId: TrackId,
  title: z.string(),
  diffs: z.array(FieldDiff),
  problem: z.string().optional(),
  warning: z.string().optional(),
})
export type SongDiff = z.output<typeof SongDiff>

export const EditCounts = z.object({
  total: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  problems: z.number().int(),
  /** changed songs that end with the title of another one in the selection */
  warnings: z.number().int(),
})
export type EditCounts = z.output<typeof EditCounts>

const operations = z.array(EditOperation).min(1).max(40)
const failures = ['edit.selection-forgotten', 'edit.bad-pattern', 'album.not-found'] as const

/** Changing many songs at once: what would change in a selection that main keeps, and the change as one step of the history. */
export const batchEdit = {
  /** nothing is changed; `shown` songs fit `show`, of which `rows` begin at `offset` */
  previewEdit: call({
    input: z.object({
      selectionId: z.string(),
      operations,
      show: z.enum(['all', 'changed', 'problems']).default('changed'),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(0).max(500).default(100),
    }),
    output: z.object({ counts: EditCounts, shown: z.number().int(), rows: z.array(SongDiff) }),
    failures,
  }),
  /** all of it or, when it is stopped (`history.stop`) or the studio dies, nothing; songs with a problem stay as they are */
  applyEdit: call({ input: z.object({ selectionId: z.string(), operations }), output: Changed, failures: [...failures, 'edit.stopped'] }),
} as const
