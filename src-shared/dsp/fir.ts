import { createRealFft } from './fft.ts'

/** Zeroth-order modified Bessel function of the first kind, by its series. */
const besselI0 = (x: number): number => {
  let sum = 1
  let term = 1
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

/** Kaiser window, symmetric. `attenuationDb` (> 50) is what a filter made with it keeps outside its pass band (Oppenheim & Schafer, 7.5.3). */
export const kaiser = (size: number, attenuationDb: number): Float64Array => {
  const beta = 0.1102 * (attenuationDb - 8.7)
  const middle = (size - 1) / 2
  return Float64Array.from({ length: size }, (_, n) => besselI0(beta * Math.sqrt(Math.max(0, 1 - ((n - middle) / middle) ** 2))) / besselI0(beta))
}

/** Odd number of taps with which a Kaiser design falls from pass to stop within `transition` (in cycles a sample). */
export const kaiserTaps = (transition: number, attenuationDb: number): number => {
  const order = Math.ceil((attenuationDb - 7.95) / (2.285 * 2 * Math.PI * transition))
  return order + (order % 2) + 1
}

/** Linear-phase low-pass, gain 1 at 0 Hz, half gain at `cutoff` (cycles a sample). `taps` is odd; the delay is (taps - 1) / 2. */
export const lowPass = (taps: number, cutoff: number, attenuationDb: number): Float64Array => {
  const window = kaiser(taps, attenuationDb)
  const middle = (taps - 1) / 2
  const kernel = window.map((weight, n) => {
    const t = n - middle
    return weight * (t === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * t) / (Math.PI * t))
  })
  const sum = kernel.reduce((total, tap) => total + tap, 0)
  return kernel.map((tap) => tap / sum)
}

/** Linear-phase filter of any magnitude: `gainAt(cycles a sample)`, smoothed by the window to the width that `taps` allows. `taps` is odd. */
export const filterOfGain = (taps: number, gainAt: (frequency: number) => number, attenuationDb: number): Float64Array => {
  const size = 2 ** Math.ceil(Math.log2(taps * 8))
  const fft = createRealFft(size)
  const re = Float64Array.from({ length: fft.bins }, (_, k) => gainAt(k / size))
  const impulse = new Float64Array(size)
  fft.inverse(re, new Float64Array(fft.bins), impulse)
  const middle = (taps - 1) / 2
  return kaiser(taps, attenuationDb).map((weight, n) => weight * (impulse[(n - middle + size) % size] as number))
}

/** A fixed filter for pieces of a longer sound. */
export type FirFilter = {
  readonly taps: number
  /** frames of context that `apply` eats on each side */
  readonly reach: number
  /** @returns `input.length - 2·reach` samples: output `i` belongs to input `i + reach`, without delay */
  apply(input: Float32Array): Float32Array<ArrayBuffer>
}

/** Overlap-save convolution with a symmetric kernel of an odd length. Cost: O(log taps) a sample. */
export const createFirFilter = (kernel: Float64Array): FirFilter => {
  const taps = kernel.length
  if (taps % 2 === 0) throw new RangeError(`a kernel of ${taps} taps has no middle`)
  const size = Math.max(1024, 2 ** Math.ceil(Math.log2(taps * 4)))
  const fft = createRealFft(size)
  const [kernelRe, kernelIm] = [new Float64Array(fft.bins), new Float64Array(fft.bins)]
  const padded = new Float64Array(size)
  padded.set(kernel)
  fft.forward(padded, kernelRe, kernelIm)
  const [re, im, block] = [new Float64Array(fft.bins), new Float64Array(fft.bins), new Float64Array(size)]
  const step = size - taps + 1

  return {
    taps,
    reach: (taps - 1) / 2,
    apply(input) {
      const length = Math.max(0, input.length - taps + 1)
      const out = new Float32Array(length)
      for (let at = 0; at < length; at += step) {
        block.fill(0)
        block.set(input.subarray(at, at + size))
        fft.forward(block, re, im)
        for (let k = 0; k < fft.bins; k++) {
          const [a, b, c, d] = [re[k] as number, im[k] as number, kernelRe[k] as number, kernelIm[k] as number]
          re[k] = a * c - b * d
          im[k] = a * d + b * c
        }
        fft.inverse(re, im, block)
        const count = Math.min(step, length - at)
        for (let i = 0; i < count; i++) out[at + i] = block[taps - 1 + i] as number
      }
      return out
    },
  }
}
