import { z } from 'zod'
import { call, push } from '../ipc/call.ts'
import { JobId, TrackId } from '../kernel/ids.ts'

const line = z.string().trim().max(200)

/** What is written into a file; what is not named stays, `null` takes it away. */
export const TagChange = z.object({
  title: line.nullable().optional(),
  artist: line.nullable().optional(),
  album: line.nullable().optional(),
  genre: line.nullable().optional(),
  year: z.number().int().min(1).max(9_999).nullable().optional(),
  bpm: z.number().min(1).max(999).nullable().optional(),
  /** like "F#m" or "C" */
  key: z.string().trim().max(40).nullable().optional(),
  comment: z.string().max(4_000).nullable().optional(),
  lyrics: z.string().max(20_000).nullable().optional(),
  isrc: z.string().trim().max(20).nullable().optional(),
  rating: z.number().int().min(1).max(5).nullable().optional(),
})
export type TagChange = z.output<typeof TagChange>
export const TAG_FIELDS = ['title', 'artist', 'album', 'genre', 'year', 'bpm', 'key', 'comment', 'lyrics', 'isrc', 'rating', 'cover'] as const
export type TagField = (typeof TAG_FIELDS)[number]

/** One field that would change; a cover is said in words. */
export const TagDifference = z.object({ field: z.enum(TAG_FIELDS), before: z.string().optional(), after: z.string().optional() })
export type TagDifference = z.output<typeof TagDifference>

const FileOfTrack = z.object({
  trackId: TrackId,
  title: z.string(),
  /** undefined: the song’s own file is not known, or not there */
  path: z.string().optional(),
  differences: z.array(TagDifference),
  /** why nothing can be written */
  refusal: z.string().optional(),
})
export type FileOfTrack = z.output<typeof FileOfTrack>

const tracks = z.object({ trackIds: z.array(TrackId).min(1).max(10_000) })

export const fileTags = {
  /** what writing the songs’ facts into the files that they came from would change; nothing is written */
  preview: call({ input: tracks, output: z.array(FileOfTrack) }),
  /** one job; the sound of each file is compared before and after, and the old tags are kept for `undo` */
  write: call({ input: tracks, output: z.object({ jobId: JobId }) }),
  /** one job that gives the files back the tags which they had before the last writing */
  undo: call({ input: tracks, output: z.object({ jobId: JobId }) }),
  written: push(
    z.object({
      jobId: JobId,
      files: z.array(
        z.object({
          path: z.string(),
          trackId: TrackId.optional(),
          changed: z.number().int(),
          error: z.object({ code: z.string(), message: z.string() }).optional(),
        }),
      ),
    }),
  ),
} as const
