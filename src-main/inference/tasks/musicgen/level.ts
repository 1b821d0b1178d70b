import type { Loudness } from '../../../../src-shared/audio/loudness-report.ts'
import { applyLimiter, GAIN_BLOCK, limiterGains } from '../../../../src-shared/dsp/limiter.ts'
import { integratedLoudness } from '../../../../src-shared/dsp/loudness.ts'
import { truePeak, truePeakBetween } from '../../../../src-shared/dsp/true-peak.ts'

const TARGET_LUFS = -14
const CEILING_DBTP = -1
/** The limiter aims a little lower, for peaks that its moving gain raises between samples. */
const CEILING = 10 ** ((CEILING_DBTP - 0.15) / 20)
/** Quiet pieces are not blown up without end, and peaks are not pressed flat for the sake of a number. */
const MOST_GAIN_DB = 24
const MOST_LIMITING_DB = 4
const RELEASE_SECONDS = 0.09

const toDb = (gain: number): number => 20 * Math.log10(Math.max(gain, 1e-9))

export const measure = (channels: readonly Float32Array[], sampleRateHz: number): Loudness => {
  const integratedLufs = integratedLoudness(channels, sampleRateHz)
  return { ...(integratedLufs !== undefined && { integratedLufs }), truePeakDbtp: toDb(truePeak(channels)) }
}

/**
 * Brings a piece to -14 LUFS with one gain, and keeps its true peaks under -1 dBTP with a limiter that takes 4 dB at most; a piece with
 * higher peaks than that stays quieter. In place.
 *
 * @param samples the sound of both sides
 */
export const levelMono = (samples: Float32Array, sampleRateHz: number): Loudness => {
  const before = measure([samples, samples], sampleRateHz)
  if (before.integratedLufs === undefined) return before
  const wanted = Math.min(MOST_GAIN_DB, TARGET_LUFS - before.integratedLufs)
  const drive = 10 ** (Math.min(wanted, CEILING_DBTP + MOST_LIMITING_DB - before.truePeakDbtp) / 20)
  const peaks = Float32Array.from({ length: Math.ceil(samples.length / GAIN_BLOCK) }, (_, block) =>
    truePeakBetween(samples, block * GAIN_BLOCK, Math.min(samples.length, (block + 1) * GAIN_BLOCK)),
  )
  const gains = limiterGains(peaks, drive, CEILING, (RELEASE_SECONDS * sampleRateHz) / GAIN_BLOCK)
  applyLimiter(samples, gains, drive, 0, samples.length)
  return measure([samples, samples], sampleRateHz)
}
