import { melFilters } from '../../../../../src-shared/dsp/mel.ts'
import { hann, stft } from '../../../../../src-shared/dsp/stft.ts'

export const MEL_COUNT = 256
export const HOP = 480
const FFT_SIZE = 2_048
const RATE_HZ = 48_000
const LOW_HZ = 20
const HIGH_HZ = 24_000
/** Magnitudes below this count as this. */
const FLOOR = 1e-5

const melsOf = (() => {
  let filters: readonly Float32Array[] | undefined
  return () => {
    filters ??= melFilters({ rateHz: RATE_HZ, fftSize: FFT_SIZE, melCount: MEL_COUNT, lowHz: LOW_HZ, highHz: HIGH_HZ, scale: 'slaney', norm: 'slaney' })
    return filters
  }
})()

/** Natural logarithm of mel magnitudes at 48 kHz, one row of 256 a frame, `length / 480` frames; the ends are mirrored. */
export const logMel = (wave: Float32Array): Float32Array<ArrayBuffer> => {
  const pad = (FFT_SIZE - HOP) / 2
  const padded = new Float32Array(wave.length + 2 * pad)
  padded.set(wave, pad)
  for (let i = 0; i < pad; i++) {
    padded[pad - 1 - i] = wave[i + 1] ?? 0
    padded[pad + wave.length + i] = wave[wave.length - 2 - i] ?? 0
  }
  const { re, im, frames, bins } = stft(padded, { fftSize: FFT_SIZE, hop: HOP, window: hann(FFT_SIZE), center: 'none' })
  const out = new Float32Array(frames * MEL_COUNT)
  const magnitudes = new Float64Array(bins)
  for (let frame = 0; frame < frames; frame++) {
    for (let k = 0; k < bins; k++) magnitudes[k] = Math.hypot(re[frame * bins + k] as number, im[frame * bins + k] as number)
    melsOf().forEach((filter, band) => {
      let sum = 0
      for (let k = 0; k < bins; k++) sum += (filter[k] as number) * (magnitudes[k] as number)
      out[frame * MEL_COUNT + band] = Math.log(Math.max(FLOOR, sum))
    })
  }
  return out
}

/** How many of the lowest mel bands lie below a frequency. */
export const melsBelow = (hz: number): number =>
  melsOf().filter((filter) => {
    const last = filter.findLastIndex((weight) => weight > 0)
    return last >= 0 && (last * RATE_HZ) / FFT_SIZE < hz
  }).length
