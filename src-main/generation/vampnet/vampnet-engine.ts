import { join } from 'node:path'
import { z } from 'zod'
import type { EngineDescription, MusicEngine, Patch, RegenerateRequest, SongContext } from '../../../src-shared/generation/engine.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { CatalogModel } from '../../../src-shared/models/catalog.ts'
import type { Inference, TaskInput, TaskOutput } from '../../inference/index.ts'
import type { InstalledModel, ModelShelf } from '../../models/index.ts'
import { settingsFor } from './vampnet-settings.ts'

export type VampnetEngineParts = {
  readonly models: Pick<ModelShelf, 'forTask'>
  readonly inference: Pick<Inference, 'run'>
  /** what the catalogue offers for in-painting */
  readonly offered: CatalogModel
}

/** Part of what the same model and seed sound like: raise it when the code around the graphs changes that. */
const ENGINE_VERSION = '1'
/** The longest crossfade of the editor, and more to find a zero crossing in. */
const LEAD_SECONDS = 0.15

const whole = z.number().int().positive()
const Params = z.object({
  sampleRateHz: whole,
  hopFrames: whole,
  codebooks: whole,
  coarseCodebooks: whole,
  codebookSize: whole,
  // ten and three seconds, as the published networks were trained
  coarseWindowTokens: whole.default(575),
  fineWindowTokens: whole.default(173),
})
const Files = z.object({ codec_encoder: z.string(), coarse: z.string(), c2f: z.string(), codec_decoder: z.string() })

const modelOf = ({ name, params, files }: InstalledModel): TaskInput<'vampnet.inpaint'>['model'] => {
  const [numbers, paths] = [Params.safeParse(params), Files.safeParse(files)]
  if (numbers.success && paths.success) return { ...numbers.data, files: paths.data }
  const message = `The model “${name}” lacks a file or a number that in-painting needs. Your songs are unchanged. Open Models and choose Repair, or import it again.`
  throw new FailureError(failure('model.damaged', message))
}

const notAsked = (what: string): never => {
  throw new FailureError(failure('engine.not-able', `In-painting plays a region of a song anew; it does not ${what}. Choose another engine.`))
}

const percent = (share: number): string => `${Math.round(100 * share)} %`

const reasonFor = (model: string, isStereo: boolean, { madeTokens, regionTokens, keptOnsets }: TaskOutput<'vampnet.inpaint'>): string => {
  const kept = keptOnsets === 0 ? '' : `, ${keptOnsets} of the old attacks stayed`
  const image = isStereo ? ' It plays one channel; the song’s own stereo image was laid over it.' : ''
  return `${model} heard what lies before and after and filled the gap: ${percent(madeTokens / regionTokens)} of the region’s sound was made anew${kept}.${image}`
}

/** In-painting of a region by VampNet: the only engine that hears both sides of a gap. See DECISIONS.md of editing and inference. */
export const createVampnetEngine = ({ models, inference, offered }: VampnetEngineParts): MusicEngine => {
  const installed = (): InstalledModel | undefined => models.forTask('in-painting')[0]

  const describe = (): EngineDescription => {
    const model = installed() ?? offered
    return {
      id: 'vampnet',
      name: model.name,
      version: 'fingerprint' in model ? `${ENGINE_VERSION}.${model.fingerprint.slice(0, 12)}` : ENGINE_VERSION,
      licence: model.licence.id,
      mayISell: model.licence.note,
      needsModel: true,
      abilities: ['regenerate'],
      activeControls: ['melodyLoyalty', 'weirdness'],
      controlMeanings: {
        melodyLoyalty: 'How many of the old attacks stay where they were, the strongest first; of several tries the one closest in its notes is kept',
        weirdness: 'How far apart the hints of the old sound stand, and how daring it draws',
      },
      readsPrompt: false,
      inactiveControls: {
        genreShift: 'In-painting does not read words, so there is no style to shift to.',
        structureConsistency: 'In-painting hears sound, not chords and bars.',
      },
    }
  }

  const regenerate = async (song: SongContext, request: RegenerateRequest, workFolder: string, context: WorkContext): Promise<Patch> => {
    const model = installed()
    if (!model) {
      const message = `The model “${offered.name}” is not installed. Open Models and install it, or let the studio choose another way.`
      throw new FailureError(failure('model.not-installed', message, { modelId: offered.id }))
    }
    const audioPath = join(workFolder, 'patch.wav')
    const order: TaskInput<'vampnet.inpaint'> = {
      ...settingsFor(request.controls),
      model: modelOf(model),
      songPath: song.audioPath,
      startFrame: request.startFrame,
      endFrame: request.endFrame,
      leadFrames: Math.round(LEAD_SECONDS * song.sampleRateHz),
      outPath: audioPath,
      seed: request.seed,
    }
    const made = await inference.run('vampnet.inpaint', order, context)
    return {
      audioPath,
      leadInFrames: made.leadInFrames,
      leadOutFrames: made.leadOutFrames,
      replaceFromFrame: request.startFrame,
      replaceToFrame: request.endFrame,
      score: undefined,
      plan: song.plan,
      strategy: 'in-painting',
      reason: reasonFor(model.name, made.isStereo, made),
    }
  }

  return {
    describe,
    readiness: () => (installed() ? { isReady: true } : { isReady: false, why: `${offered.name} is not installed.`, modelId: offered.id }),
    generate: async () => notAsked('make whole songs'),
    extend: async () => notAsked('make songs longer'),
    regenerate,
  }
}
