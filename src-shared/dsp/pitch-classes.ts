import { createRealFft } from './fft.ts'

const A4_HZ = 440
const LOWEST_HZ = 65
const HIGHEST_HZ = 2_093

/**
 * How much of a recording each of the twelve pitch classes is (Fujishima 1999). Frames of three quarters of a second tell low neighbours apart;
 * power lets fundamentals win over their overtones, and its root keeps one loud note from hiding the others.
 *
 * @param mono             linear -1..1, @param sampleRateHz about 22 050
 * @param tuningSemitones  how far the recording is tuned from A = 440 Hz
 * @returns twelve sums, 0 = C; all 0 for silence
 */
export const pitchClasses = (mono: Float32Array, sampleRateHz: number, tuningSemitones: number, checkpoint: () => void = () => undefined): Float64Array => {
  const size = 2 ** Math.round(Math.log2(sampleRateHz * 0.74))
  const fft = createRealFft(size)
  const [re, im, frame] = [new Float32Array(size / 2 + 1), new Float32Array(size / 2 + 1), new Float32Array(size)]
  const window = Float32Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size))
  const hzPerBin = sampleRateHz / size
  const [first, last] = [Math.ceil(LOWEST_HZ / hzPerBin), Math.floor(HIGHEST_HZ / hzPerBin)]
  const classOf = Uint8Array.from({ length: last + 1 }, (_, bin) => {
    const semitones = 12 * Math.log2((bin * hzPerBin) / A4_HZ) + 9 - tuningSemitones
    return bin < first ? 0 : ((Math.round(semitones) % 12) + 12) % 12
  })
  const sums = new Float64Array(12)
  const power = new Float64Array(12)
  for (let start = 0; start + size <= mono.length; start += size / 2) {
    checkpoint()
    let energy = 0
    for (let i = 0; i < size; i++) {
      const value = (mono[start + i] as number) * (window[i] as number)
      frame[i] = value
      energy += value * value
    }
    if (energy < size * 1e-8) continue
    fft.forward(frame, re, im)
    power.fill(0)
    let total = 0
    for (let bin = first; bin <= last; bin++) {
      const square = (re[bin] as number) ** 2 + (im[bin] as number) ** 2
      power[classOf[bin] as number] = (power[classOf[bin] as number] as number) + square
      total += square
    }
    if (!(total > 0)) continue
    // loud frames say more than tails, by the root of their level
    const weight = energy ** 0.25
    for (let note = 0; note < 12; note++) sums[note] = (sums[note] as number) + weight * Math.sqrt((power[note] as number) / total)
  }
  return sums
}
