import { z } from 'zod'
import { call, NoInput, push } from '../ipc/call.ts'
import { JobId, TrackId } from '../kernel/ids.ts'
import { Track } from '../library/contract.ts'
import { SimilarityMethod, SoundQuery } from '../similarity/contract.ts'

/** The part of a search that found a song. */
export const SearchPart = z.enum(['words', 'meaning', 'sound', 'tags', 'harmony'])
export type SearchPart = z.output<typeof SearchPart>

/** Who keeps the vectors. `chroma`: a server of our own on this machine. `sqlite-vec`: a file beside the library. */
export const VectorKeeper = z.enum(['chroma', 'sqlite-vec'])
export type VectorKeeper = z.output<typeof VectorKeeper>

export const MemoryState = z.object({
  keeper: z.object({
    /** undefined: not asked yet; it starts when something is looked for */
    kind: VectorKeeper.optional(),
    /** "Chroma 1.0.5, a server of the studio's own" */
    name: z.string(),
    /** why it is not Chroma, or what went wrong with it, in a sentence; empty where it is Chroma and all is well */
    why: z.string(),
  }),
  meaning: z.object({
    isReady: z.boolean(),
    /** of the catalogue, to be opened under Models */
    modelId: z.string(),
    modelName: z.string(),
    /** why meaning is not compared, in a sentence */
    why: z.string(),
  }),
  sound: z.object({ method: SimilarityMethod, name: z.string() }),
  /** songs in the library, songs remembered as they are now, songs that wait */
  songs: z.number().int(),
  remembered: z.number().int(),
  waiting: z.number().int(),
})
export type MemoryState = z.output<typeof MemoryState>

/** A song of the own library that a new one leans on. `why` says what they share: "same tempo, warm pad". */
export const Influence = z.object({ trackId: TrackId, title: z.string(), why: z.string() })
export type Influence = z.output<typeof Influence>

export const MAX_INFLUENCES = 4

/** `score`: 0..1, only the order means something. `parts`: which ways of looking found it. */
export const MemoryMatch = z.object({ track: Track, score: z.number().min(0).max(1), why: z.string(), parts: z.array(SearchPart) })
export type MemoryMatch = z.output<typeof MemoryMatch>

export const knowledge = {
  state: call({ input: NoInput, output: MemoryState }),
  /** one job; `rebuild` reads every song anew and fills the vector store again */
  index: call({
    input: z.object({ rebuild: z.boolean().default(false) }),
    output: z.object({ jobId: JobId }),
    failures: ['knowledge.nothing-to-do'],
  }),
  /** best first, without the song itself and without the trash */
  find: call({
    input: z.object({ query: SoundQuery, limit: z.number().int().min(1).max(500).default(50) }),
    output: z.object({
      matches: z.array(MemoryMatch),
      /** the ways of looking that took part */
      parts: z.array(SearchPart),
      state: MemoryState,
    }),
    failures: ['track.not-found', 'similarity.silent', 'similarity.bad-span', 'audio.unreadable', 'model.unusable'],
  }),
  /** songs of the own library to lean on, while a prompt is typed; none where nothing is near enough */
  suggest: call({
    input: z.object({ prompt: z.string().max(200_000), limit: z.number().int().min(1).max(MAX_INFLUENCES).default(3) }),
    output: z.array(Influence),
    failures: ['prompt.too-long'],
  }),
  /** what a song leaned on when it was made, as it was called then */
  influencesOf: call({ input: z.object({ trackId: TrackId }), output: z.array(Influence) }),
  /** songs were remembered or forgotten, or the store changed */
  changed: push(z.object({})),
} as const
