/**
 * Peak between the samples: 4x oversampling with a 48-tap windowed-sinc interpolator (12 taps a phase, as ITU-R BS.1770-4 Annex 2 asks).
 */
const TAPS = 12
const PHASES = 4

/** Interpolators at 0, 1/4, 1/2 and 3/4 of a frame; tap 5 is the frame itself. */
export const truePeakKernel: readonly Float64Array[] = Array.from({ length: PHASES }, (_, phase) => {
  const taps = new Float64Array(TAPS)
  let sum = 0
  for (let tap = 0; tap < TAPS; tap++) {
    const x = tap - (TAPS / 2 - 1) - phase / PHASES
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / (TAPS / 2))
    taps[tap] = sinc * window
    sum += sinc * window
  }
  return taps.map((value) => value / sum)
})

/**
 * Largest absolute value of the reconstructed signal between frames `from` and `to` (linear). Reads up to 6 frames on both sides.
 */
export const truePeakBetween = (samples: Float32Array, from: number, to: number): number => {
  let peak = 0
  for (let i = Math.max(0, from); i < Math.min(to, samples.length); i++) {
    const value = Math.abs(samples[i] as number)
    if (value > peak) peak = value
  }
  for (let phase = 1; phase < PHASES; phase++) {
    const taps = truePeakKernel[phase] as Float64Array
    for (let i = from; i < to; i++) {
      let sum = 0
      const start = i - (TAPS / 2 - 1)
      for (let tap = 0; tap < TAPS; tap++) sum += (taps[tap] as number) * (samples[start + tap] ?? 0)
      const value = sum < 0 ? -sum : sum
      if (value > peak) peak = value
    }
  }
  return peak
}

/** True peak of whole channels, linear. Only stretches that could hold the peak are oversampled (an inter-sample peak is at most ~2.1x its neighbours here). */
export const truePeak = (channels: readonly Float32Array[]): number => {
  let samplePeak = 0
  for (const samples of channels) for (let i = 0; i < samples.length; i++) samplePeak = Math.max(samplePeak, Math.abs(samples[i] as number))
  let peak = samplePeak
  const step = 32
  for (const samples of channels) {
    for (let from = 0; from < samples.length; from += step) {
      let local = 0
      for (let i = Math.max(0, from - 6); i < Math.min(samples.length, from + step + 6); i++) local = Math.max(local, Math.abs(samples[i] as number))
      if (local * 2.1 > peak) peak = Math.max(peak, truePeakBetween(samples, from, Math.min(samples.length, from + step)))
    }
  }
  return peak
}
