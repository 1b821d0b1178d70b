import { createRealFft } from '../../../../src-shared/dsp/fft.ts'
import { hann } from '../../../../src-shared/dsp/stft.ts'

const FFT_SIZE = 2048
/** A rise must stand out over the mean of this many frames around it. */
const AROUND = 20
const LEAST_RISE = 1.5

/**
 * Where something begins to sound: peaks of the rise of the log spectrum between frames (spectral flux).
 *
 * @param hop samples between frames
 * @returns frames, the strongest first
 */
export const findOnsets = (audio: Float32Array, hop: number): readonly number[] => {
  const fft = createRealFft(FFT_SIZE)
  const window = hann(FFT_SIZE)
  const frames = Math.floor(audio.length / hop)
  const piece = new Float64Array(FFT_SIZE)
  const [re, im] = [new Float64Array(fft.bins), new Float64Array(fft.bins)]
  let before = new Float64Array(fft.bins)
  const flux = new Float64Array(frames)
  for (let frame = 0; frame < frames; frame++) {
    const from = frame * hop + hop / 2 - FFT_SIZE / 2
    for (let n = 0; n < FFT_SIZE; n++) piece[n] = (audio[from + n] ?? 0) * (window[n] as number)
    fft.forward(piece, re, im)
    const now = new Float64Array(fft.bins)
    let rise = 0
    for (let bin = 0; bin < fft.bins; bin++) {
      const level = Math.log1p(10 * Math.sqrt((re[bin] as number) ** 2 + (im[bin] as number) ** 2))
      now[bin] = level
      if (frame > 0) rise += Math.max(0, level - (before[bin] as number))
    }
    flux[frame] = rise
    before = now
  }
  const strength = (frame: number): number => {
    let sum = 0
    const from = Math.max(0, frame - AROUND)
    const to = Math.min(frames, frame + AROUND + 1)
    for (let i = from; i < to; i++) sum += flux[i] as number
    return (flux[frame] as number) / (sum / (to - from) + 1e-3)
  }
  const peaks: { frame: number; strength: number }[] = []
  for (let frame = 1; frame < frames; frame++) {
    const value = flux[frame] as number
    const isPeak = value >= (flux[frame - 1] as number) && value > (flux[frame + 1] ?? 0)
    if (isPeak && strength(frame) >= LEAST_RISE) peaks.push({ frame, strength: strength(frame) })
  }
  return peaks.sort((a, b) => b.strength - a.strength || a.frame - b.frame).map(({ frame }) => frame)
}
