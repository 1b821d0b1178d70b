import { createRealFft } from './fft.ts'

/** Periodic Hann window, as analysis uses it: `0.5 - 0.5·cos(2πn/size)`. */
export const hann = (size: number): Float64Array => Float64Array.from({ length: size }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / size))

export type StftOptions = {
  readonly fftSize: number
  /** samples between frames */
  readonly hop: number
  /** at most `fftSize` long, centred in the frame; default: periodic Hann over the whole frame */
  readonly window?: Float64Array
  /** 'reflect' (default): frame 0 is centred on sample 0 and the ends are mirrored; 'none': frame 0 begins at sample 0 */
  readonly center?: 'reflect' | 'none'
  /** spectrum divided by √fftSize, as `torch.stft(normalized=True)` does */
  readonly normalized?: boolean
}

/** Frame after frame: bin `k` of frame `t` is at `t·bins + k`. */
export type Spectrogram = { readonly re: Float32Array<ArrayBuffer>; readonly im: Float32Array<ArrayBuffer>; readonly frames: number; readonly bins: number }

const windowOf = ({ fftSize, window = hann(fftSize) }: StftOptions): Float64Array => {
  if (window.length === fftSize) return window
  if (window.length > fftSize) throw new RangeError(`a window of ${window.length} samples in frames of ${fftSize}`)
  const whole = new Float64Array(fftSize)
  whole.set(window, Math.floor((fftSize - window.length) / 2))
  return whole
}

/** The sample at `index` of a signal that is mirrored at both ends (the end samples themselves once), as numpy's mode "reflect". */
const mirrored = (index: number, length: number): number => {
  if (length === 1) return 0
  const period = 2 * (length - 1)
  const inside = ((index % period) + period) % period
  return inside < length ? inside : period - inside
}

/** How many frames a signal of `length` samples gives. */
export const stftFrames = (length: number, { fftSize, hop, center = 'reflect' }: StftOptions): number =>
  center === 'reflect' ? Math.floor(length / hop) + 1 : Math.max(0, Math.floor((length - fftSize) / hop) + 1)

/**
 * Short-time Fourier transform of real samples, the convention of torch.stft and librosa.
 * @throws RangeError empty signal where it must be mirrored; window longer than a frame
 */
export const stft = (signal: Float32Array | Float64Array, options: StftOptions): Spectrogram => {
  const { fftSize, hop, center = 'reflect', normalized = false } = options
  const fft = createRealFft(fftSize)
  const window = windowOf(options)
  const frames = stftFrames(signal.length, options)
  const bins = fft.bins
  const re = new Float32Array(frames * bins)
  const im = new Float32Array(frames * bins)
  if (frames > 0 && signal.length === 0) throw new RangeError('a spectrogram of nothing')
  const shift = center === 'reflect' ? fftSize / 2 : 0
  const scale = normalized ? 1 / Math.sqrt(fftSize) : 1
  const frame = new Float64Array(fftSize)
  for (let t = 0; t < frames; t++) {
    const from = t * hop - shift
    const isInside = from >= 0 && from + fftSize <= signal.length
    for (let n = 0; n < fftSize; n++) {
      const sample = signal[isInside ? from + n : mirrored(from + n, signal.length)] as number
      frame[n] = sample * (window[n] as number) * scale
    }
    fft.forward(frame, re, im, 0, t * bins)
  }
  return { re, im, frames, bins }
}

/**
 * The signal of a spectrogram: overlap-added frames over the sum of the squared windows. Inverts `stft` wherever the windows cover the signal.
 *
 * @param length samples wanted; what lies beyond the last frame is silence
 */
export const istft = ({ re, im, frames, bins }: Spectrogram, options: StftOptions, length: number): Float32Array<ArrayBuffer> => {
  const { fftSize, hop, center = 'reflect', normalized = false } = options
  const fft = createRealFft(fftSize)
  if (bins !== fft.bins) throw new RangeError(`${bins} bins for frames of ${fftSize}`)
  const window = windowOf(options)
  const shift = center === 'reflect' ? fftSize / 2 : 0
  const scale = normalized ? Math.sqrt(fftSize) : 1
  const whole = (frames - 1) * hop + fftSize
  const sum = new Float64Array(Math.max(whole, shift + length))
  const weight = new Float64Array(sum.length)
  const frame = new Float64Array(fftSize)
  for (let t = 0; t < frames; t++) {
    fft.inverse(re.subarray(t * bins, (t + 1) * bins), im.subarray(t * bins, (t + 1) * bins), frame)
    const from = t * hop
    for (let n = 0; n < fftSize; n++) {
      const w = window[n] as number
      sum[from + n] = (sum[from + n] as number) + (frame[n] as number) * w * scale
      weight[from + n] = (weight[from + n] as number) + w * w
    }
  }
  const out = new Float32Array(length)
  for (let i = 0; i < length; i++) {
    const total = weight[i + shift] as number
    out[i] = total > 1e-11 ? (sum[i + shift] as number) / total : 0
  }
  return out
}
