import { highPass, lowPass, peaking } from '../../../../src-shared/dsp/biquad.ts'
import { dbToGain } from '../../../../src-shared/kernel/units.ts'
import { createStereoFilter } from './kernel/effects.ts'
import type { Kernel } from './kernel/kernel.ts'

/** Works in place on a part's two buffers. */
export type Amp = (leftAt: number, rightAt: number, count: number) => void

/** A little unevenness, as a biased valve has: even harmonics. */
const BIAS = 0.12

/**
 * A guitar amplifier and its cabinet. All strings are driven together, so that a fifth grows its difference tones and a palm-muted string
 * becomes a thump: tight low end before the drive, then a closed box of four twelve-inch speakers (resonance near 110 Hz, little above
 * 4.5 kHz). The font's distorted string was recorded through a speaker already, so its bite near 3 kHz is taken down instead of doubled.
 *
 * @param drive 0 warm .. 1 high gain (+4..+24 dB before the curve)
 */
export const createAmp = (kernel: Kernel, drive: number, sampleRateHz: number): Amp => {
  const pair = <T>(value: T): readonly [T, T] => [value, value]
  const tight = createStereoFilter(kernel, pair(highPass(70 + 60 * drive, Math.SQRT1_2, sampleRateHz)), pair(peaking(800, 0.6, 4 * drive, sampleRateHz)))
  const box = createStereoFilter(kernel, pair(peaking(110, 1.1, 3, sampleRateHz)), pair(peaking(2900, 0.7, -3.5, sampleRateHz)))
  const paper = createStereoFilter(kernel, pair(lowPass(4200, 0.8, sampleRateHz)), pair(lowPass(5200, 0.6, sampleRateHz)))
  const still = createStereoFilter(kernel, pair(highPass(45, Math.SQRT1_2, sampleRateHz)))
  const gain = dbToGain(4 + 20 * drive)
  return (leftAt, rightAt, count) => {
    tight(leftAt, rightAt, count)
    for (const at of [leftAt, rightAt]) kernel.calls.saturate(at, gain, BIAS * drive, 0.25, count)
    still(leftAt, rightAt, count)
    box(leftAt, rightAt, count)
    paper(leftAt, rightAt, count)
  }
}
