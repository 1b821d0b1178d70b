import { highPass, lowPass } from '../../../../src-shared/dsp/biquad.ts'
import type { PartMix } from '../../../../src-shared/score/score.ts'
import { createStereoFilter } from './kernel/effects.ts'
import type { Kernel } from './kernel/kernel.ts'

/** A part's high-pass and low-pass, where they do anything. */
export const createStripFilters = (kernel: Kernel, mix: PartMix, sampleRateHz: number): readonly ReturnType<typeof createStereoFilter>[] => {
  const filters = []
  if (mix.highPassHz > 20) filters.push(createStereoFilter(kernel, highPass(mix.highPassHz, Math.SQRT1_2, sampleRateHz)))
  if (mix.lowPassHz > 0 && mix.lowPassHz < 17_500) filters.push(createStereoFilter(kernel, lowPass(mix.lowPassHz, Math.SQRT1_2, sampleRateHz)))
  return filters
}
