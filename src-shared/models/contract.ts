import { z } from 'zod'
import { call, NoInput, push } from '../ipc/call.ts'
import { JobId, OfferId } from '../kernel/ids.ts'
import { ModelId, ModelLicence, ModelTask } from './catalog.ts'
import { Fit } from './fit.ts'
import { LoraName, LoraOfModel, LoraStrength } from './lora.ts'

/** `unfinished`: part of it has been fetched, and installing goes on from there. `damaged`: it is here, but its bytes are not what they should be. */
export const ModelState = z.enum(['absent', 'unfinished', 'installed', 'damaged'])
export type ModelState = z.output<typeof ModelState>

export const VariantView = z.object({
  id: z.string(),
  name: z.string(),
  runsOn: z.enum(['cpu', 'gpu', 'both']),
  /** what travels; less than what it takes on the disk where it is packed */
  downloadBytes: z.number(),
  diskBytes: z.number(),
  /** the sizes are the makers' word, not measured */
  isAbout: z.boolean(),
  canDownload: z.boolean(),
  fit: Fit,
})
export type VariantView = z.output<typeof VariantView>

export const ModelView = z.object({
  id: ModelId,
  name: z.string(),
  task: ModelTask,
  summary: z.string(),
  licence: ModelLicence,
  source: z.string(),
  howToGet: z.string().optional(),
  state: ModelState,
  /** it came with the studio: it cannot be removed, and need not be installed */
  isBundled: z.boolean(),
  /** the variant that is here */
  variant: z.string().optional(),
  /** on this disk: installed, or fetched so far */
  bytes: z.number(),
  /** what is wrong, in a sentence */
  damage: z.string().optional(),
  /** what an optional file that is missing would add */
  lacks: z.array(z.string()),
  /** it is another model with a LoRA in its weights */
  lora: LoraOfModel.optional(),
  variants: z.array(VariantView),
  /** the variant to offer first on this machine */
  recommended: z.string().optional(),
})
export type ModelView = z.output<typeof ModelView>

export const ModelsView = z.object({
  models: z.array(ModelView),
  isSealed: z.boolean(),
  /** SEGNO_SEALED seals it, so the setting cannot unseal it */
  isSealedByEnvironment: z.boolean(),
  freeBytes: z.number(),
  folder: z.string(),
})
export type ModelsView = z.output<typeof ModelsView>

/** What a look at an installed model found; `problem` is a sentence, absent where all is well. */
export const ModelFinding = z.object({ modelId: z.string(), name: z.string(), bytes: z.number(), problem: z.string().optional() })
export type ModelFinding = z.output<typeof ModelFinding>

/** What a LoRA file says of itself, and the models here that it may be added to, the likeliest first. */
export const LoraFile = z.object({
  name: z.string(),
  /** '' where it says nothing */
  base: z.string(),
  licence: z.string(),
  layers: z.number().int(),
  rank: z.number().int(),
  bytes: z.number(),
  bases: z.array(z.object({ id: ModelId, name: z.string(), licence: ModelLicence })),
})
export type LoraFile = z.output<typeof LoraFile>

const one = z.object({ modelId: ModelId })
const started = z.object({ jobId: JobId })

export const models = {
  list: call({ input: NoInput, output: ModelsView, failures: ['disk.unreadable'] }),
  /** Installs, goes on with what was begun, or mends what is damaged. The same request twice is the same job. */
  install: call({
    input: one.extend({ variant: z.string().max(40).optional() }),
    output: started,
    failures: ['model.unknown', 'model.no-variant', 'model.no-download', 'model.bundled', 'network.sealed'],
  }),
  remove: call({
    input: one,
    output: z.object({ freedBytes: z.number() }),
    failures: ['model.not-installed', 'model.bundled', 'model.busy', 'disk.read-only', 'disk.unreadable'],
  }),
  /** reads every byte of what is installed and compares */
  check: call({ input: z.object({ modelId: ModelId.optional() }), output: started, failures: ['model.not-installed'] }),
  /** brings in what a folder that was chosen holds */
  importOffered: call({ input: z.object({ offerId: OfferId }), output: started, failures: ['models.nothing-offered'] }),
  /** looks at a LoRA that was chosen; the word for it stays good for `addLora` */
  readLora: call({ input: z.object({ offerId: OfferId }), output: LoraFile, failures: ['models.nothing-offered', 'lora.damaged', 'lora.no-base'] }),
  /** puts it into the weights of a model, as a model of its own beside that one */
  addLora: call({
    input: z.object({ offerId: OfferId, baseId: ModelId, name: LoraName, strength: LoraStrength }),
    output: started,
    failures: ['models.nothing-offered', 'lora.no-base'],
  }),
  /** something was installed, removed, begun or found damaged */
  changed: push(z.object({ modelId: z.string().optional() })),
  checked: push(z.object({ jobId: JobId, findings: z.array(ModelFinding) })),
  imported: push(z.object({ jobId: JobId, modelIds: z.array(z.string()), notes: z.array(z.string()) })),
} as const
