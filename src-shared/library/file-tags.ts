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

/** One field that would change; covers and words of songs are told in short. */
export const TagDifference = z.object({ field: z.enum(TAG_FIELDS), before: z.string().optional(), after: z.string().optional() })
export type TagDifference = z.output<typeof TagDifference>

const FileOfTrack = z.object({
  trackId: TrackId,
  title: z.string(),
  /** undefined: the song’s own file is not known */
  path: z.string().optional(),
  differences: z.array(TagDifference),
  /** what the song says and this kind of file has no place for (stars in WAV and AIFF) */
  notKept: z.array(z.enum(TAG_FIELDS)),
  /** the studio wrote tags into it before, which can be given back */
  canUndo: z.boolean(),
  /** why nothing can be written or read */
  refusal: z.string().optional(),
})
export type FileOfTrack = z.output<typeof FileOfTrack>

const tracks = z.object({ trackIds: z.array(TrackId).min(1).max(10_000) })
/** files are opened one by one, so a preview is asked for in parts */
const someTracks = z.object({ trackIds: z.array(TrackId).min(1).max(100) })
/** `fields`: only these; every one where it is left out */
const chosen = tracks.extend({ fields: z.array(z.enum(TAG_FIELDS)).optional() })
/** Words of songs as a plain text, or with the time of each line (LRC) where the song’s bars are known. */
export const WordsAs = z.enum(['plain', 'timed'])
export type WordsAs = z.output<typeof WordsAs>
/** `words`: plain where it is left out */
const words = { words: WordsAs.optional() }

/** What songs take from their files. Key and words are left: the studio hears the one, and the others are laid over bars and edited. */
export const READ_FIELDS = ['title', 'artist', 'album', 'genre', 'year', 'bpm', 'comment', 'isrc', 'rating', 'cover'] as const satisfies readonly TagField[]
/** What songs write into their files. */
export const WRITE_FIELDS = [
  'title',
  'artist',
  'album',
  'genre',
  'year',
  'bpm',
  'key',
  'comment',
  'lyrics',
  'isrc',
  'rating',
  'cover',
] as const satisfies readonly TagField[]

export const fileTags = {
  /** what writing the songs’ facts into the files that they came from would change; nothing is written */
  preview: call({ input: someTracks.extend(words), output: z.array(FileOfTrack) }),
  /** what reading the files anew would change in the songs: `before` is the song’s, `after` the file’s. What a file does not say stays */
  previewRead: call({ input: someTracks, output: z.array(FileOfTrack) }),
  /** one job; the sound of each file is compared before and after, and the old tags are kept for `undo` */
  write: call({ input: chosen.extend(words), output: z.object({ jobId: JobId }) }),
  /** one job that gives the files back the tags which they had before the last writing */
  undo: call({ input: tracks, output: z.object({ jobId: JobId }) }),
  /** one job; the songs change in one step of the library’s history, all or none */
  read: call({ input: chosen, output: z.object({ jobId: JobId }) }),
  written: push(
    z.object({
      jobId: JobId,
      /** the files got their old tags back */
      isUndo: z.boolean(),
      files: z.array(
        z.object({
          path: z.string(),
          trackId: TrackId.optional(),
          changed: z.number().int(),
          /** left out, because this kind of file has no place for it */
          notKept: z.array(z.enum(TAG_FIELDS)).optional(),
          error: z.object({ code: z.string(), message: z.string() }).optional(),
        }),
      ),
    }),
  ),
  /** `stepId`: of the history; undefined: nothing was changed */
  wasRead: push(
    z.object({
      jobId: JobId,
      changed: z.number().int(),
      stepId: z.number().int().optional(),
      errors: z.array(z.object({ trackId: TrackId, title: z.string(), code: z.string(), message: z.string() })),
    }),
  ),
} as const
