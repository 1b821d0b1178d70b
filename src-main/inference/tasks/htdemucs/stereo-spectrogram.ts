import { createComplexFft } from '../../../../src-shared/dsp/complex-fft.ts'

/**
 * The short-time Fourier transform of a stereo segment as HTDemucs was trained with it (Rouard, Massa, Défossez 2022; `_spec` and `_ispec` of
 * its reference): periodic Hann, hop a quarter of the window, reflected edges, scaled by 1/√window, and without the last bin. A spectrogram is
 * "complex as channels": [left re, left im, right re, right im] × bins × frames.
 */
export type StereoSpectrogram = {
  readonly bins: number
  readonly frames: number
  /** numbers in one spectrogram */
  readonly length: number
  /** @param out of `length`, overwritten */
  analyse(left: Float32Array, right: Float32Array, out: Float32Array): void
  /** Adds the sound of a spectrogram, which begins at `offset` of `spectra`, to both channels. */
  addSound(spectra: Float32Array, offset: number, left: Float32Array, right: Float32Array): void
}

export type SpectrogramShape = {
  /** of the segment: fixed, as the graph is */
  readonly segmentFrames: number
  readonly fftSize: number
}

/** Frames that are written to the spectrogram together: a cache line of it. */
const TOGETHER = 16

/** Both channels go through one complex transform: the left one as the real part, the right one as the imaginary one. */
export const createStereoSpectrogram = ({ segmentFrames, fftSize }: SpectrogramShape): StereoSpectrogram => {
  const hop = fftSize / 4
  const bins = fftSize / 2
  const frames = Math.ceil(segmentFrames / hop)
  /** the first window begins this far before the sound */
  const lead = (hop / 2) * 3
  const plane = bins * frames
  const fft = createComplexFft(fftSize)
  const window = Float64Array.from({ length: fftSize }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / fftSize))
  const re = new Float64Array(fftSize)
  const im = new Float64Array(fftSize)
  const tile = new Float32Array(4 * bins * TOGETHER)
  const paddedFrames = frames * hop + 2 * lead
  const sums = [new Float64Array(paddedFrames), new Float64Array(paddedFrames)] as const
  const analysisScale = 0.5 / Math.sqrt(fftSize)
  // four squared Hann windows, a quarter apart, add up to 1.5; the transform itself brings a factor of fftSize
  const synthesisScale = Math.sqrt(fftSize) / fftSize / 1.5

  const place = (index: number): number => {
    if (index < 0) return -index
    return index < segmentFrames ? index : 2 * (segmentFrames - 1) - index
  }

  const load = (left: Float32Array, right: Float32Array, start: number): void => {
    if (start >= 0 && start + fftSize <= segmentFrames) {
      for (let i = 0; i < fftSize; i++) {
        const weight = window[i] as number
        re[i] = (left[start + i] as number) * weight
        im[i] = (right[start + i] as number) * weight
      }
      return
    }
    for (let i = 0; i < fftSize; i++) {
      const at = place(start + i)
      re[i] = (left[at] as number) * (window[i] as number)
      im[i] = (right[at] as number) * (window[i] as number)
    }
  }

  /** Takes the two real spectra apart: a real signal's is symmetric, an imaginary one's antisymmetric. */
  const unpackInto = (column: number): void => {
    for (let k = 0, mirror = 0; k < bins; k++, mirror = fftSize - k) {
      const [ar, ai, br, bi] = [re[k] as number, im[k] as number, re[mirror] as number, im[mirror] as number]
      const o = k * TOGETHER + column
      tile[o] = (ar + br) * analysisScale
      tile[o + bins * TOGETHER] = (ai - bi) * analysisScale
      tile[o + 2 * bins * TOGETHER] = (ai + bi) * analysisScale
      tile[o + 3 * bins * TOGETHER] = (br - ar) * analysisScale
    }
  }

  const packFrom = (column: number): void => {
    for (let k = 0, mirror = 0; k < bins; k++, mirror = fftSize - k) {
      const o = k * TOGETHER + column
      const lr = tile[o] as number
      const li = tile[o + bins * TOGETHER] as number
      const rr = tile[o + 2 * bins * TOGETHER] as number
      const ri = tile[o + 3 * bins * TOGETHER] as number
      re[mirror] = lr + ri
      im[mirror] = rr - li
      re[k] = lr - ri
      im[k] = li + rr
    }
    // the constant part of a real signal is real
    re[0] = tile[column] as number
    im[0] = tile[2 * bins * TOGETHER + column] as number
    re[bins] = 0
    im[bins] = 0
  }

  return {
    bins,
    frames,
    length: 4 * plane,
    analyse(left, right, out) {
      for (let first = 0; first < frames; first += TOGETHER) {
        const count = Math.min(TOGETHER, frames - first)
        for (let column = 0; column < count; column++) {
          load(left, right, (first + column) * hop - lead)
          fft.transform(re, im)
          unpackInto(column)
        }
        for (let row = 0; row < 4 * bins; row++) {
          const [o, from] = [row * frames + first, row * TOGETHER]
          for (let column = 0; column < count; column++) out[o + column] = tile[from + column] as number
        }
      }
    },
    addSound(spectra, offset, left, right) {
      const [sumLeft, sumRight] = sums
      sumLeft.fill(0)
      sumRight.fill(0)
      for (let first = 0; first < frames; first += TOGETHER) {
        const count = Math.min(TOGETHER, frames - first)
        for (let row = 0; row < 4 * bins; row++) {
          const [from, o] = [offset + row * frames + first, row * TOGETHER]
          for (let column = 0; column < count; column++) tile[o + column] = spectra[from + column] as number
        }
        for (let column = 0; column < count; column++) {
          packFrom(column)
          fft.transform(im, re)
          const start = (first + column) * hop
          for (let i = 0; i < fftSize; i++) {
            const weight = window[i] as number
            sumLeft[start + i] = (sumLeft[start + i] as number) + (re[i] as number) * weight
            sumRight[start + i] = (sumRight[start + i] as number) + (im[i] as number) * weight
          }
        }
      }
      for (let i = 0; i < segmentFrames; i++) {
        left[i] = (left[i] as number) + (sumLeft[lead + i] as number) * synthesisScale
        right[i] = (right[i] as number) + (sumRight[lead + i] as number) * synthesisScale
      }
    },
  }
}
