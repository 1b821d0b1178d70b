/** Mean of all channels. */
export const toMono = (channels: readonly Float32Array[]): Float32Array => {
  const [first, ...others] = channels
  const [second, ...more] = others
  if (first && second && more.length === 0) {
    const mono = new Float32Array(first.length)
    for (let i = 0; i < mono.length; i++) mono[i] = ((first[i] as number) + (second[i] as number)) / 2
    return mono
  }
  const mono = Float32Array.from(first ?? [])
  for (const samples of others) for (let i = 0; i < mono.length; i++) mono[i] = (mono[i] as number) + (samples[i] as number)
  if (channels.length > 1) for (let i = 0; i < mono.length; i++) mono[i] = (mono[i] as number) / channels.length
  return mono
}

/** taps on each side, in steps of the thinned sound */
const HALF_STEPS = 8

/** A Hann-windowed sinc low-pass for one sample of each `factor`. */
export type LowPass = {
  /** taps before and after the sample itself */
  readonly half: number
  /** the filtered value around `samples[centre]`, as if nothing were outside `from`..`to` */
  at(samples: Float32Array, centre: number, from: number, to: number): number
}

/** 16 taps a step: aliases are below -50 dB, enough to listen for notes and beats. `factor`: 2 or more. */
export const createLowPass = (factor: number): LowPass => {
  const half = HALF_STEPS * factor
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const x = (i - half) / factor
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x * 0.9) / (Math.PI * x * 0.9)
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * (i - half)) / (half + 1)))
  })
  const sum = taps.reduce((total, tap) => total + tap, 0)
  // the taps are alike on both sides; four sums do not wait for each other
  const inside = (samples: Float32Array, start: number): number => {
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    for (let tap = 0, left = start, right = start + 2 * half; tap < half; tap += 4, left += 4, right -= 4) {
      a += (taps[tap] as number) * ((samples[left] as number) + (samples[right] as number))
      b += (taps[tap + 1] as number) * ((samples[left + 1] as number) + (samples[right - 1] as number))
      c += (taps[tap + 2] as number) * ((samples[left + 2] as number) + (samples[right - 2] as number))
      d += (taps[tap + 3] as number) * ((samples[left + 3] as number) + (samples[right - 3] as number))
    }
    return (a + b + (c + d) + (taps[half] as number) * (samples[start + half] as number)) / sum
  }
  return {
    half,
    at(samples, centre, from, to) {
      const start = centre - half
      if (start >= from && centre + half < to) return inside(samples, start)
      let value = 0
      for (let tap = Math.max(0, from - start); tap < Math.min(taps.length, to - start); tap++)
        value += (taps[tap] as number) * (samples[start + tap] as number)
      return value / sum
    },
  }
}

/** Every `factor`-th sample after a low-pass. */
export const decimate = (samples: Float32Array, factor: number): Float32Array => {
  if (factor <= 1) return samples
  const lowPass = createLowPass(factor)
  const out = new Float32Array(Math.floor(samples.length / factor))
  for (let i = 0; i < out.length; i++) out[i] = lowPass.at(samples, i * factor, 0, samples.length)
  return out
}
