import { z } from 'zod'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import type { SimilarityMethod } from '../../src-shared/similarity/contract.ts'
import type { Segment } from '../../src-shared/similarity/segments.ts'
import type { Inference } from '../inference/index.ts'
import type { InstalledModel, ModelShelf } from '../models/index.ts'
import type { ThreadPool } from '../platform/threads/thread-pool.ts'
import { DESCRIPTOR_SIZE, DESCRIPTOR_VERSION, DESCRIPTOR_WEIGHTS } from './describe/describe-sound.ts'
import { USUAL_DEVIATION, USUAL_MEAN } from './describe/usual-sounds.ts'
import type { Standard } from './rank.ts'

/** Something that turns sound into vectors. `id` names its exact bytes: vectors of two models are never compared. */
export type SoundModel = {
  readonly id: string
  readonly method: SimilarityMethod
  readonly name: string
  /** how its rows are made comparable; undefined: they have length 1 */
  readonly standard: Standard | undefined
  /** one vector a segment. @throws FailureError audio.*, model.damaged; AbortError */
  describe(path: string, segments: readonly Segment[], context: WorkContext): Promise<readonly Float32Array[]>
  /** undefined: it knows no words */
  readonly describeWords: ((text: string, context: WorkContext) => Promise<Float32Array>) | undefined
}

/** so many songs' worth of what is usual anywhere stand beside the library's own */
const INERTIA = 20

export const measuredSound = (pool: ThreadPool): SoundModel => ({
  id: `measures-${DESCRIPTOR_VERSION}-${DESCRIPTOR_SIZE}`,
  method: 'measures',
  name: 'measured sound',
  standard: { mean: USUAL_MEAN, deviation: USUAL_DEVIATION, weights: [...DESCRIPTOR_WEIGHTS], inertia: INERTIA },
  describe: (path, segments, context) => pool.run('describe', { path, segments }, context),
  describeWords: undefined,
})

/** The numbers of a CLAP manifest; what is not there is as LAION's checkpoints have it. */
const ClapParams = z.object({
  family: z.literal('clap'),
  sampleRateHz: z.number().int().min(8_000).max(192_000).default(48_000),
  windowFrames: z.number().int().min(1_000).max(4_800_000).default(480_000),
  fftSize: z.number().int().min(64).max(65_536).default(1_024),
  hopFrames: z.number().int().min(16).default(480),
  melCount: z.number().int().min(8).max(512).default(64),
  lowHz: z.number().min(0).default(50),
  highHz: z.number().default(14_000),
  maxTokens: z.number().int().min(4).max(512).default(77),
})

const unusable = (name: string): FailureError =>
  new FailureError(failure('model.damaged', `${name} is installed, but its files are not those of a CLAP model. Open Models and choose Repair.`))

export const clapSound = (model: InstalledModel, inference: Inference): SoundModel => {
  const parsed = ClapParams.safeParse(model.params)
  const { audio_model: graphPath, text_model: textPath, tokenizer: tokenizerPath } = model.files
  if (!parsed.success || !graphPath || !textPath || !tokenizerPath) throw unusable(model.name)
  const { family: _, maxTokens, ...hearing } = parsed.data
  return {
    id: `clap-${model.fingerprint}`,
    method: 'clap',
    name: model.name,
    standard: undefined,
    describe: (audioPath, segments, context) => inference.run('clap.embed-sound', { graphPath, hearing, audioPath, segments }, context),
    describeWords: (text, context) => inference.ask('clap.embed-words', { graphPath: textPath, tokenizerPath, text, maxTokens }, context),
  }
}

/** CLAP where it is installed, else measures. Looks each time: a model may come or go. */
export const chooseSoundModel = (models: Pick<ModelShelf, 'forTask'>, inference: Inference, measures: SoundModel): SoundModel => {
  const installed = models.forTask('audio-embedding').find(({ params }) => params.family === 'clap')
  return installed ? clapSound(installed, inference) : measures
}
