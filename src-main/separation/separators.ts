import { z } from 'zod'
import type { Separator } from '../../src-shared/separation/contract.ts'
import type { InstalledModel, ModelShelf } from '../models/index.ts'

/** What a separator's manifest must say for the studio to run it. */
const Params = z.object({
  sampleRateHz: z.number().int().min(8_000).max(192_000),
  segmentFrames: z.number().int().min(4_096),
  fftSize: z.number().int().min(16),
  overlap: z.number().min(0).max(0.75).default(0.25),
  stems: z.array(z.string()).min(1).max(20),
})
export type SeparatorParams = z.output<typeof Params>

/** undefined: the manifest is not one of a separator that the studio can run */
export const paramsOf = ({ params, files }: InstalledModel): SeparatorParams | undefined => {
  const parsed = Params.safeParse(params)
  return parsed.success && files.model !== undefined ? parsed.data : undefined
}

/** Those that can be run, the preferred one first. */
export const listSeparators = (models: Pick<ModelShelf, 'forTask'>): readonly Separator[] =>
  models.forTask('stem-separation').flatMap((model) => {
    const params = paramsOf(model)
    return params ? [{ modelId: model.id, name: model.name, stems: params.stems, licence: model.licence }] : []
  })
