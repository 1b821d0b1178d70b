import { type BiquadCoefficients, highPass, lowPass } from '../../../../src-shared/dsp/biquad.ts'
import type { PartMix } from '../../../../src-shared/score/score.ts'
import { createStereoFilter, type StereoFilter } from './kernel/effects.ts'
import type { Kernel } from './kernel/kernel.ts'

/** A part's high-pass and low-pass, where they do anything. */
export const createStripFilter = (kernel: Kernel, mix: PartMix, sampleRateHz: number): StereoFilter | undefined => {
  const both = (coefficients: BiquadCoefficients) => [coefficients, coefficients] as const
  const high = mix.highPassHz > 20 ? both(highPass(mix.highPassHz, Math.SQRT1_2, sampleRateHz)) : undefined
  const low = mix.lowPassHz > 0 && mix.lowPassHz < 17_500 ? both(lowPass(mix.lowPassHz, Math.SQRT1_2, sampleRateHz)) : undefined
  const first = high ?? low
  return first && createStereoFilter(kernel, first, high && low)
}
