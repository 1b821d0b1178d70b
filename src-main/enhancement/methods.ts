import type { EnhanceChoice, EnhanceModel } from '../../src-shared/enhancement/contract.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { TaskInput } from '../inference/index.ts'
import type { InstalledModel, ModelShelf } from '../models/index.ts'

export type Method = TaskInput<'super-resolution.restore'>['method']

type Words = Pick<EnhanceChoice, 'name' | 'summary' | 'modelId'> & { readonly catalogId: string | undefined }

const WORDS: Readonly<Record<EnhanceModel, Words>> = {
  flashsr: {
    name: 'FlashSR',
    summary: 'Invents the missing treble from what is below it. Slower than the song on this kind of processor.',
    modelId: 'flashsr',
    catalogId: 'flashsr',
  },
  'flashsr-lite': { name: 'FlashSR lite', summary: 'The smaller network: faster, and a little plainer.', modelId: 'flashsr', catalogId: 'flashsr' },
  audiosr: { name: 'AudioSR', summary: 'A diffusion model: thorough, and slow without a graphics card.', modelId: 'audiosr', catalogId: 'audiosr' },
  exciter: {
    name: 'Brighten (no model)',
    summary: 'Harmonics of the highest octave that is there: air, but nothing of what was lost.',
    modelId: undefined,
    catalogId: undefined,
  },
}

/** The installed form of a choice. FlashSR comes full or lite under one name; either may also have been imported under its own. */
const installed = (models: Pick<ModelShelf, 'find'>, model: EnhanceModel): InstalledModel | undefined => {
  switch (model) {
    case 'exciter':
      return undefined
    case 'flashsr-lite': {
      const own = models.find('flashsr-lite')
      const found = own ?? models.find('flashsr')
      return found && (found === own || found.variant === 'lite') ? found : undefined
    }
    case 'flashsr': {
      const found = models.find('flashsr')
      return found?.variant === 'lite' ? undefined : found
    }
    case 'audiosr':
      return models.find('audiosr')
  }
}

const fileOf = (model: InstalledModel, role: string): string => {
  const path = model.files[role]
  if (path) return path
  throw new FailureError(
    failure(
      'model.damaged',
      `The model “${model.name}” lacks its file “${role}”. Your songs are unchanged. Open Models and choose Repair, or install it again.`,
      {
        role,
      },
    ),
  )
}

export const nameOf = (model: EnhanceModel): string => WORDS[model].name

export const listChoices = (models: Pick<ModelShelf, 'find'>): EnhanceChoice[] =>
  (Object.keys(WORDS) as EnhanceModel[]).map((model) => {
    const { name, summary, modelId } = WORDS[model]
    return { model, name, summary, isInstalled: model === 'exciter' || installed(models, model) !== undefined, ...(modelId && { modelId }) }
  })

/** What is used where nobody chose: the small networks before the slow one, and the exciter where none is there. */
export const defaultModel = (models: Pick<ModelShelf, 'find'>): EnhanceModel => listChoices(models).find(({ isInstalled }) => isInstalled)?.model ?? 'exciter'

export const isInstalled = (models: Pick<ModelShelf, 'find'>, model: EnhanceModel): boolean => model === 'exciter' || installed(models, model) !== undefined

export const notInstalled = (model: EnhanceModel) => {
  const { name, catalogId = model } = WORDS[model]
  const variant = model === 'flashsr-lite' ? ' in its lite form' : ''
  return failure(
    'model.not-installed',
    `${name} is not installed. Open Models and install “${catalogId}”${variant}, run \`segno models pull ${catalogId}\`, or choose “Brighten (no model)”.`,
    { modelId: catalogId },
  )
}

/** @throws FailureError model.not-installed, model.damaged */
export const methodOf = (
  models: Pick<ModelShelf, 'find'>,
  model: EnhanceModel,
  { seed, steps }: { readonly seed: number; readonly steps?: number | undefined },
): Method => {
  if (model === 'exciter') return { kind: 'exciter' }
  const found = installed(models, model)
  if (!found) throw new FailureError(notInstalled(model))
  if (model === 'audiosr') {
    const number = (name: string, otherwise: number) => (typeof found.params[name] === 'number' ? found.params[name] : otherwise)
    return {
      kind: 'audiosr',
      files: {
        vae_encoder: fileOf(found, 'vae_encoder'),
        unet: fileOf(found, 'unet'),
        vae_decoder: fileOf(found, 'vae_decoder'),
        vocoder: fileOf(found, 'vocoder'),
      },
      steps: steps ?? number('steps', 50),
      guidanceScale: number('guidanceScale', 3.5),
      eta: number('eta', 1),
      seed,
    }
  }
  return { kind: 'flashsr', modelPath: fileOf(found, 'model') }
}
