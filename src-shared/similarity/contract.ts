import { z } from 'zod'
import { call, NoInput, push } from '../ipc/call.ts'
import { JobId, TrackId } from '../kernel/ids.ts'
import { Track } from '../library/contract.ts'

/**
 * How sound is compared. `clap`: by a model that knows what sounds mean to people. `measures`: by measured sound (colour, brightness, rhythm,
 * harmony) until such a model is installed.
 */
export const SimilarityMethod = z.enum(['clap', 'measures'])
export type SimilarityMethod = z.output<typeof SimilarityMethod>

/** What to look for: what sounds like a song, like a part of it, or like some words. */
export const SoundQuery = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('track'), trackId: TrackId, fromSeconds: z.number().min(0).optional(), toSeconds: z.number().min(0).optional() }),
  z.object({ kind: z.literal('words'), text: z.string().trim().min(1).max(500) }),
])
export type SoundQuery = z.output<typeof SoundQuery>

/** `similarity`: 1 is the same direction of sound, 0 the opposite of it; only the order means something across methods. */
export const SoundMatch = z.object({ track: Track, similarity: z.number().min(0).max(1) })
export type SoundMatch = z.output<typeof SoundMatch>

export const SoundIndexState = z.object({
  method: SimilarityMethod,
  /** the model's name, or "measured sound" */
  methodName: z.string(),
  /** searching by words needs a model; otherwise why not, in a sentence */
  canSearchWords: z.boolean(),
  whyNoWords: z.string(),
  /** songs that can be found, songs that wait to be described, songs whose file could not be read */
  described: z.number().int(),
  waiting: z.number().int(),
  failed: z.number().int(),
})
export type SoundIndexState = z.output<typeof SoundIndexState>

export const similarity = {
  state: call({ input: NoInput, output: SoundIndexState }),
  /** best first, without the song itself and without the trash; answers within a second or two where the part was not described before */
  find: call({
    input: z.object({ query: SoundQuery, limit: z.number().int().min(1).max(500).default(50) }),
    output: SoundIndexState.extend({ matches: z.array(SoundMatch) }),
    failures: ['track.not-found', 'similarity.no-words', 'similarity.silent', 'similarity.bad-span', 'audio.unreadable', 'model.unusable'],
  }),
  /** describes the songs that wait; one job */
  start: call({ input: NoInput, output: z.object({ jobId: JobId }), failures: ['similarity.nothing-to-do'] }),
  /** these songs can be found now, or no longer */
  described: push(z.object({ trackIds: z.array(TrackId) })),
} as const
