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

/** Every `factor`-th sample after a Hann-windowed sinc low-pass, 16 taps a step: aliases are below -50 dB, enough to listen for notes and beats. */
export const decimate = (samples: Float32Array, factor: number): Float32Array => {
  if (factor <= 1) return samples
  const half = 8 * factor
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const x = (i - half) / factor
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x * 0.9) / (Math.PI * x * 0.9)
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * (i - half)) / (half + 1)))
  })
  const sum = taps.reduce((total, tap) => total + tap, 0)
  const out = new Float32Array(Math.floor(samples.length / factor))
  for (let i = 0; i < out.length; i++) {
    const start = i * factor - half
    const from = Math.max(0, -start)
    const to = Math.min(taps.length, samples.length - start)
    let value = 0
    if (from === 0 && to === taps.length) {
      // the taps are alike on both sides
      for (let tap = 0, left = start, right = start + 2 * half; tap < half; tap++, left++, right--)
        value += (taps[tap] as number) * ((samples[left] as number) + (samples[right] as number))
      out[i] = (value + (taps[half] as number) * (samples[start + half] as number)) / sum
      continue
    }
    for (let tap = from; tap < to; tap++) value += (taps[tap] as number) * (samples[start + tap] as number)
    out[i] = value / sum
  }
  return out
}
