import { z } from 'zod'
import { call } from '../ipc/call.ts'
import { TrackId } from '../kernel/ids.ts'
import { withoutControls } from '../kernel/plain-text.ts'

/** A tag: one line, without what separates tags when several are typed. */
export const TagName = z
  .string()
  .transform((text) => withoutControls(text.normalize('NFC')).replace(/,+/gu, ' ').replace(/\s+/gu, ' ').trim())
  .pipe(z.string().min(1).max(60))

export const MoodName = z
  .string()
  .transform((text) => withoutControls(text).trim())
  .pipe(z.string().max(60))

export const MAX_TAGS = 100
const tracks = z.object({ trackIds: z.array(TrackId).min(1).max(10_000) })
/** `stepId`: the step of the history, to be taken back; none where nothing changed */
export const Changed = z.object({ changed: z.number().int(), stepId: z.number().int().optional() })
export type Changed = z.output<typeof Changed>

/** Stars, dislike, mood and tags of songs. Each call is one step of the library's history. */
export const marking = {
  rate: call({ input: tracks.extend({ rating: z.number().int().min(0).max(5) }), output: Changed }),
  setDisliked: call({ input: tracks.extend({ isDisliked: z.boolean() }), output: Changed }),
  /** '' : no mood */
  setMood: call({ input: tracks.extend({ mood: MoodName }), output: Changed }),
  changeTags: call({
    input: tracks.extend({ add: z.array(TagName).max(MAX_TAGS).default([]), remove: z.array(TagName).max(MAX_TAGS).default([]) }),
    output: Changed,
    failures: ['tags.too-many'],
  }),
  /** every tag with how many songs carry it, most used first; `text`: only those that begin so, in any case */
  listTags: call({
    input: z.object({ text: z.string().max(60).default(''), limit: z.number().int().min(1).max(10_000).default(1_000) }),
    output: z.array(z.object({ name: z.string(), count: z.number().int() })),
  }),
  /** on every song, trashed ones included; where `to` is a tag already, the two become one */
  renameTag: call({ input: z.object({ from: z.string().max(60), to: TagName }), output: Changed }),
  deleteTag: call({ input: z.object({ name: z.string().max(60) }), output: Changed }),
} as const
