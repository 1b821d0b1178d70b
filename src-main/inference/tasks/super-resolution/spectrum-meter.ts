import { createRealFft } from '../../../../src-shared/dsp/fft.ts'
import { hann } from '../../../../src-shared/dsp/stft.ts'

/** 11 Hz a bin at 44.1 kHz: narrow enough to find an edge, short enough to follow music. */
export const SPECTRUM_SIZE = 4096

/** 4-term Blackman-Harris: what lies beside a tone is 92 dB down, so that a null below a loud band can be seen. */
export const blackmanHarris = (size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, n) => {
    const x = (2 * Math.PI * n) / size
    return 0.35875 - 0.48829 * Math.cos(x) + 0.14128 * Math.cos(2 * x) - 0.01168 * Math.cos(3 * x)
  })

/** Power of single frames; a full-scale sine has power 1 in its bin. */
export const createFrameMeter = (size = SPECTRUM_SIZE, window: Float64Array = hann(size)) => {
  const fft = createRealFft(size)
  const [re, im, frame] = [new Float64Array(fft.bins), new Float64Array(fft.bins), new Float64Array(size)]
  const scale = 2 / window.reduce((sum, weight) => sum + weight, 0)
  return {
    size,
    bins: fft.bins,
    /** adds the power of the frame that begins at `from` to `into` */
    add(samples: Float32Array, from: number, into: Float64Array | Float32Array): void {
      for (let n = 0; n < size; n++) frame[n] = (samples[from + n] ?? 0) * (window[n] as number) * scale
      fft.forward(frame, re, im)
      for (let k = 0; k < fft.bins; k++) into[k] = (into[k] as number) + (re[k] as number) ** 2 + (im[k] as number) ** 2
    },
  }
}

/** Mean power spectrum of a sound that comes in blocks; frames of half overlap, the last incomplete one is left out. */
export const createMeanSpectrum = (size = SPECTRUM_SIZE, window?: Float64Array) => {
  const meter = createFrameMeter(size, window)
  const power = new Float64Array(meter.bins)
  let frames = 0
  let rest = new Float32Array()
  return {
    add(block: Float32Array): void {
      const joined = new Float32Array(rest.length + block.length)
      joined.set(rest)
      joined.set(block, rest.length)
      let at = 0
      for (; at + size <= joined.length; at += size / 2, frames++) meter.add(joined, at, power)
      rest = joined.slice(at)
    },
    /** power a bin; a sound shorter than one frame is one frame with silence behind it */
    mean(): Float64Array {
      if (frames === 0 && rest.length > 0) {
        meter.add(rest, 0, power)
        frames = 1
      }
      return power.map((value) => value / Math.max(1, frames))
    },
  }
}

export const decibels = (power: number): number => 10 * Math.log10(Math.max(1e-20, power))

/** Mean power of the bins of `fromHz..toHz`, at least one bin. */
export const bandPower = (power: Float64Array, rateHz: number, fromHz: number, toHz: number): number => {
  const hertz = rateHz / (2 * (power.length - 1))
  const first = Math.min(power.length - 1, Math.max(0, Math.round(fromHz / hertz)))
  const last = Math.min(power.length - 1, Math.max(first, Math.round(toHz / hertz) - 1))
  let sum = 0
  for (let k = first; k <= last; k++) sum += power[k] as number
  return sum / (last - first + 1)
}
