import { createComplexFft } from './complex-fft.ts'

/** Split spectrum of real samples: bins 0..size/2. */
export type RealFft = {
  readonly size: number
  /** size / 2 + 1 */
  readonly bins: number
  /** Unnormalised. `input` has `size` samples, read from `offset` on; `re` and `im` take `bins` values from `at` on. */
  forward(input: Float32Array | Float64Array, re: Float32Array | Float64Array, im: Float32Array | Float64Array, offset?: number, at?: number): void
  /** Divides by `size`: the inverse of `forward` gives the samples back. `output` takes `size` samples. */
  inverse(re: Float32Array | Float64Array, im: Float32Array | Float64Array, output: Float32Array | Float64Array, at?: number): void
}

/**
 * Fourier transform of real samples by a complex one of half the length. Computed in double precision, whatever the arrays are.
 * Keeps its working memory: one instance a thread, not to be shared between running calls.
 *
 * @param size even; powers of two are fastest, others go by Bluestein's algorithm
 * @throws RangeError size is odd or not positive
 */
export const createRealFft = (size: number): RealFft => {
  if (!Number.isInteger(size) || size < 2 || size % 2 !== 0) throw new RangeError(`a real FFT of ${size} samples; the size must be even`)
  const half = size / 2
  const fft = createComplexFft(half)
  const zr = new Float64Array(half)
  const zi = new Float64Array(half)
  const cos = Float64Array.from({ length: half + 1 }, (_, k) => Math.cos((2 * Math.PI * k) / size))
  const sin = Float64Array.from({ length: half + 1 }, (_, k) => Math.sin((2 * Math.PI * k) / size))

  return {
    size,
    bins: half + 1,
    forward(input, re, im, offset = 0, at = 0) {
      for (let k = 0, i = offset; k < half; k++, i += 2) {
        zr[k] = input[i] as number
        zi[k] = input[i + 1] as number
      }
      fft.transform(zr, zi)
      re[at] = (zr[0] as number) + (zi[0] as number)
      im[at] = 0
      re[at + half] = (zr[0] as number) - (zi[0] as number)
      im[at + half] = 0
      for (let k = 1; k < half; k++) {
        const m = half - k
        const evenR = 0.5 * ((zr[k] as number) + (zr[m] as number))
        const evenI = 0.5 * ((zi[k] as number) - (zi[m] as number))
        const oddR = 0.5 * ((zi[k] as number) + (zi[m] as number))
        const oddI = -0.5 * ((zr[k] as number) - (zr[m] as number))
        const c = cos[k] as number
        const s = sin[k] as number
        re[at + k] = evenR + oddR * c + oddI * s
        im[at + k] = evenI + oddI * c - oddR * s
      }
    },
    inverse(re, im, output, at = 0) {
      for (let k = 0; k < half; k++) {
        const m = half - k
        const ar = re[k] as number
        const ai = k === 0 ? 0 : (im[k] as number)
        const br = re[m] as number
        const bi = m === half ? 0 : -(im[m] as number)
        const evenR = 0.5 * (ar + br)
        const evenI = 0.5 * (ai + bi)
        const diffR = 0.5 * (ar - br)
        const diffI = 0.5 * (ai - bi)
        const c = cos[k] as number
        const s = sin[k] as number
        const oddR = diffR * c - diffI * s
        const oddI = diffR * s + diffI * c
        zr[k] = evenR - oddI
        zi[k] = evenI + oddR
      }
      // the inverse is the forward transform with its parts swapped
      fft.transform(zi, zr)
      const scale = 1 / half
      for (let k = 0, i = at; k < half; k++, i += 2) {
        output[i] = (zr[k] as number) * scale
        output[i + 1] = (zi[k] as number) * scale
      }
    },
  }
}
