import FFT from 'fft.js'

/**
 * How strongly something begins at each moment: log-compressed spectral flux (Böck & Widmer, DAFx 2013, without vibrato suppression), with the
 * low band by itself because kicks and basses mark the bar.
 */
export type OnsetCurve = {
  /** values a second */
  readonly rateHz: number
  /** seconds from the first sample to value 0's moment */
  readonly firstSeconds: number
  readonly all: Float32Array
  readonly low: Float32Array
}

const FRAME = 1024
const HOP = 128
/** an onset shows up when it enters the window's rising half: measured with clicks, fraction of the frame from its start */
const ONSET_POINT = 0.78
const LOW_HZ = 160

/** Takes away the running mean of about half a second and what is below it. */
const sharpen = (values: Float32Array, rateHz: number): Float32Array => {
  const radius = Math.round(rateHz * 0.25)
  const sums = new Float64Array(values.length + 1)
  for (let i = 0; i < values.length; i++) sums[i + 1] = (sums[i] as number) + (values[i] as number)
  return values.map((value, i) => {
    const from = Math.max(0, i - radius)
    const to = Math.min(values.length, i + radius + 1)
    return Math.max(0, value - ((sums[to] as number) - (sums[from] as number)) / (to - from))
  })
}

/** @param mono at about 22 kHz */
export const onsetCurve = (mono: Float32Array, sampleRateHz: number): OnsetCurve => {
  const count = Math.max(0, Math.floor((mono.length - FRAME) / HOP) + 1)
  const all = new Float32Array(count)
  const low = new Float32Array(count)
  const fft = new FFT(FRAME)
  const spectrum = fft.createComplexArray()
  const frame = new Float64Array(FRAME)
  const window = Float64Array.from({ length: FRAME }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME))
  const bins = FRAME / 2
  const lowBins = Math.max(2, Math.round((LOW_HZ * FRAME) / sampleRateHz))
  let before = new Float64Array(bins)
  let now = new Float64Array(bins)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < FRAME; j++) frame[j] = (mono[i * HOP + j] as number) * (window[j] as number)
    fft.realTransform(spectrum, frame)
    let rise = 0
    let lowRise = 0
    for (let bin = 1; bin < bins; bin++) {
      const level = Math.log1p(20 * Math.hypot(spectrum[2 * bin] as number, spectrum[2 * bin + 1] as number))
      const step = level - (before[bin] as number)
      now[bin] = level
      if (i > 0 && step > 0) {
        rise += step
        if (bin <= lowBins) lowRise += step
      }
    }
    all[i] = rise
    low[i] = lowRise
    ;[before, now] = [now, before]
  }
  const rateHz = sampleRateHz / HOP
  return { rateHz, firstSeconds: (FRAME * ONSET_POINT) / sampleRateHz, all: sharpen(all, rateHz), low: sharpen(low, rateHz) }
}
