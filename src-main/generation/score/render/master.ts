import { GAIN_BLOCK, limiterGains } from '../../../../src-shared/dsp/limiter.ts'
import { gatedLoudness } from '../../../../src-shared/dsp/loudness.ts'
import { dbToGain } from '../../../../src-shared/kernel/units.ts'

export const TARGET_LUFS = -14
export const CEILING_DBTP = -1
/** The limiter aims a little lower, for peaks that its moving gain raises between samples. */
const CEILING = dbToGain(CEILING_DBTP - 0.12)
const RELEASE_SECONDS = 0.09
const BLOCKS_PER_STEP = 105

/** The mix before mastering with what its meters read while it was made. */
export type Premaster = {
  readonly left: Float32Array
  readonly right: Float32Array
  readonly lengthFrames: number
  /** per gain block: K-weighted sum of squares of both channels, and the larger true peak */
  readonly energies: Float64Array
  readonly peaks: Float32Array
}

export type Mastering = { readonly driveGain: number; readonly limiter: Float32Array; readonly integratedLufs: number | undefined }

const loudnessWith = ({ energies }: Premaster, driveGain: number, limiter: Float32Array | undefined): number | undefined => {
  const steps = new Float64Array(Math.floor(energies.length / BLOCKS_PER_STEP))
  for (let step = 0; step < steps.length; step++) {
    let sum = 0
    for (let block = step * BLOCKS_PER_STEP; block < (step + 1) * BLOCKS_PER_STEP; block++) {
      const gain = limiter ? 0.5 * ((limiter[block] as number) + (limiter[block + 1] as number)) : 1
      sum += (energies[block] as number) * gain * gain
    }
    steps[step] = sum * driveGain * driveGain
  }
  return gatedLoudness(steps, BLOCKS_PER_STEP * GAIN_BLOCK)
}

const limited = (premaster: Premaster, driveGain: number, sampleRateHz: number): Mastering => {
  const limiter = limiterGains(premaster.peaks, driveGain, CEILING, (RELEASE_SECONDS * sampleRateHz) / GAIN_BLOCK)
  return { driveGain, limiter, integratedLufs: loudnessWith(premaster, driveGain, limiter) }
}

/** Limiter for a given drive: what a window of a song needs, whose gain is the song's. */
export const limit = (premaster: Premaster, driveGain: number, sampleRateHz: number): Mastering => limited(premaster, driveGain, sampleRateHz)

/**
 * Finds the drive that brings the limited piece to the target. The limiter takes loudness away, so the drive is sought in a few rounds on
 * the meters' blocks; the sound itself is not touched.
 */
export const masterTo = (premaster: Premaster, targetLufs: number, sampleRateHz: number): Mastering => {
  const plain = loudnessWith(premaster, 1, undefined)
  if (plain === undefined) return limited(premaster, 1, sampleRateHz)
  let driveDb = targetLufs - plain
  let mastering = limited(premaster, dbToGain(driveDb), sampleRateHz)
  for (let round = 0; round < 8; round++) {
    const error = targetLufs - (mastering.integratedLufs ?? targetLufs)
    if (Math.abs(error) < 0.02) break
    driveDb += error * 1.15
    mastering = limited(premaster, dbToGain(driveDb), sampleRateHz)
  }
  return mastering
}
