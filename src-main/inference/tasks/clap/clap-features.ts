import { createRealFft } from '../../../../src-shared/dsp/fft.ts'
import { melFilters } from '../../../../src-shared/dsp/mel.ts'
import { hann } from '../../../../src-shared/dsp/stft.ts'

/** How a CLAP model hears; the numbers of its manifest. */
export type ClapHearing = {
  readonly sampleRateHz: number
  /** samples of one crop: ten seconds */
  readonly windowFrames: number
  readonly fftSize: number
  readonly hopFrames: number
  readonly melCount: number
  readonly lowHz: number
  readonly highHz: number
}

/** A shorter sound fills the crop by whole repetitions of itself, then with silence; a longer one is cut. */
export const fillCrop = (samples: Float32Array, length: number): Float32Array => {
  const crop = new Float32Array(length)
  if (samples.length === 0) return crop
  const times = Math.max(1, Math.floor(length / samples.length))
  for (let i = 0; i < times; i++) crop.set(samples.subarray(0, Math.min(samples.length, length)), i * samples.length)
  return crop
}

const mirrored = (index: number, length: number): number => {
  const period = 2 * (length - 1)
  const wrapped = ((index % period) + period) % period
  return wrapped < length ? wrapped : period - wrapped
}

/** Decibels of mel power, one row of `melCount` values a hop: windowFrames / hopFrames + 1 rows. */
export const clapFeatures = (samples: Float32Array, hearing: ClapHearing): Float32Array => {
  const { sampleRateHz, windowFrames, fftSize, hopFrames, melCount, lowHz, highHz } = hearing
  const crop = fillCrop(samples, windowFrames)
  const rows = Math.floor(windowFrames / hopFrames) + 1
  const fft = createRealFft(fftSize)
  const window = hann(fftSize)
  const filters = melFilters({ rateHz: sampleRateHz, fftSize, melCount, lowHz, highHz, scale: 'slaney', norm: 'slaney' }).map((row) => ({
    row,
    from: Math.max(
      0,
      row.findIndex((weight) => weight > 0),
    ),
    to: row.findLastIndex((weight) => weight > 0) + 1,
  }))
  const frame = new Float64Array(fftSize)
  const [re, im] = [new Float64Array(fft.bins), new Float64Array(fft.bins)]
  const features = new Float32Array(rows * melCount)
  for (let row = 0; row < rows; row++) {
    const start = row * hopFrames - fftSize / 2
    const isInside = start >= 0 && start + fftSize <= windowFrames
    for (let i = 0; i < fftSize; i++) frame[i] = (crop[isInside ? start + i : mirrored(start + i, windowFrames)] as number) * (window[i] as number)
    fft.forward(frame, re, im)
    filters.forEach((filter, band) => {
      let energy = 0
      for (let bin = filter.from; bin < filter.to; bin++) energy += (filter.row[bin] as number) * ((re[bin] as number) ** 2 + (im[bin] as number) ** 2)
      features[row * melCount + band] = 10 * Math.log10(Math.max(1e-10, energy))
    })
  }
  return features
}
