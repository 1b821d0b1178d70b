/** Second-order filters on mono buffers, after R. Bristow-Johnson's Audio EQ Cookbook. */
export type BiquadCoefficients = { readonly b0: number; readonly b1: number; readonly b2: number; readonly a1: number; readonly a2: number }

type Shape = { readonly cos: number; readonly alpha: number }
const shape = (frequencyHz: number, q: number, sampleRateHz: number): Shape => {
  const w = (2 * Math.PI * Math.min(frequencyHz, sampleRateHz * 0.49)) / sampleRateHz
  return { cos: Math.cos(w), alpha: Math.sin(w) / (2 * q) }
}

const normalised = (b0: number, b1: number, b2: number, a0: number, a1: number, a2: number): BiquadCoefficients => ({
  b0: b0 / a0,
  b1: b1 / a0,
  b2: b2 / a0,
  a1: a1 / a0,
  a2: a2 / a0,
})

export const lowPass = (frequencyHz: number, q: number, sampleRateHz: number): BiquadCoefficients => {
  const { cos, alpha } = shape(frequencyHz, q, sampleRateHz)
  return normalised((1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha)
}

export const highPass = (frequencyHz: number, q: number, sampleRateHz: number): BiquadCoefficients => {
  const { cos, alpha } = shape(frequencyHz, q, sampleRateHz)
  return normalised((1 + cos) / 2, -(1 + cos), (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha)
}

export const peaking = (frequencyHz: number, q: number, gainDb: number, sampleRateHz: number): BiquadCoefficients => {
  const { cos, alpha } = shape(frequencyHz, q, sampleRateHz)
  const a = 10 ** (gainDb / 40)
  return normalised(1 + alpha * a, -2 * cos, 1 - alpha * a, 1 + alpha / a, -2 * cos, 1 - alpha / a)
}

export const lowShelf = (frequencyHz: number, gainDb: number, sampleRateHz: number): BiquadCoefficients => {
  const { cos, alpha } = shape(frequencyHz, Math.SQRT1_2, sampleRateHz)
  const a = 10 ** (gainDb / 40)
  const root = 2 * Math.sqrt(a) * alpha
  return normalised(
    a * (a + 1 - (a - 1) * cos + root),
    2 * a * (a - 1 - (a + 1) * cos),
    a * (a + 1 - (a - 1) * cos - root),
    a + 1 + (a - 1) * cos + root,
    -2 * (a - 1 + (a + 1) * cos),
    a + 1 + (a - 1) * cos - root,
  )
}

export const highShelf = (frequencyHz: number, gainDb: number, sampleRateHz: number): BiquadCoefficients => {
  const { cos, alpha } = shape(frequencyHz, Math.SQRT1_2, sampleRateHz)
  const a = 10 ** (gainDb / 40)
  const root = 2 * Math.sqrt(a) * alpha
  return normalised(
    a * (a + 1 + (a - 1) * cos + root),
    -2 * a * (a - 1 + (a + 1) * cos),
    a * (a + 1 + (a - 1) * cos - root),
    a + 1 - (a - 1) * cos + root,
    2 * (a - 1 - (a + 1) * cos),
    a + 1 - (a - 1) * cos - root,
  )
}

/** A filter that remembers where it was: call `process` on consecutive buffers, in place, frames `from` up to `to`. */
export type Biquad = { process(samples: Float32Array, from: number, to: number): void }

export const createBiquad = ({ b0, b1, b2, a1, a2 }: BiquadCoefficients): Biquad => {
  let s1 = 0
  let s2 = 0
  return {
    process(samples, from, to) {
      let z1 = s1
      let z2 = s2
      for (let i = from; i < to; i++) {
        const x = samples[i] as number
        const y = b0 * x + z1
        z1 = b1 * x - a1 * y + z2
        z2 = b2 * x - a2 * y
        samples[i] = y
      }
      // a filter that rings down into denormal numbers runs many times slower
      s1 = Math.abs(z1) < 1e-20 ? 0 : z1
      s2 = Math.abs(z2) < 1e-20 ? 0 : z2
    },
  }
}
