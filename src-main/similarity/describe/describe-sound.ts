import { type BeatCurves, beatCurves } from '../../../src-shared/dsp/beat-curves.ts'
import { CEPSTRA, type SoundFrames, soundFrames } from '../../../src-shared/dsp/sound-frames.ts'

/**
 * A stretch of sound as a row of plain measures: colour, brightness, loudness, harmony whatever its key, and rhythm whatever its tempo.
 * No meaning is in it: a violin is near a voice when they shine alike. Raise the version when a measure changes.
 */
export const DESCRIPTOR_VERSION = 1

/** Each group of measures, how many they are, and how much it counts in a comparison. */
const GROUPS = [
  { name: 'colour', count: CEPSTRA - 1, weight: 1 },
  { name: 'colour moves', count: CEPSTRA - 1, weight: 0.7 },
  { name: 'colour flickers', count: CEPSTRA - 1, weight: 0.7 },
  { name: 'brightness', count: 5, weight: 1 },
  { name: 'loudness', count: 3, weight: 0.5 },
  { name: 'harmony', count: 8, weight: 0.7 },
  { name: 'onsets', count: 6, weight: 1.2 },
  { name: 'rhythm', count: 12, weight: 0.6 },
] as const
export const DESCRIPTOR_SIZE = GROUPS.reduce((sum, { count }) => sum + count, 0)
/** a group counts as a whole: many measures of one thing are not many things */
export const DESCRIPTOR_WEIGHTS = Float32Array.from(GROUPS.flatMap(({ count, weight }) => Array.from({ length: count }, () => weight / Math.sqrt(count / 6))))

const QUIET_RMS = 1e-4
const mean = (values: ArrayLike<number>): number => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] as number
  return values.length > 0 ? sum / values.length : 0
}
const deviation = (values: ArrayLike<number>): number => {
  const middle = mean(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += ((values[i] as number) - middle) ** 2
  return values.length > 0 ? Math.sqrt(sum / values.length) : 0
}
const column = (values: Float32Array, width: number, at: number, kept: readonly number[]): Float32Array =>
  Float32Array.from(kept, (frame) => values[frame * width + at] as number)

/** Lags from 0.1 to 3 s in equal ratios: another tempo only moves the pattern along, and the size of its spectrum stays. */
const LAGS = Array.from({ length: 48 }, (_, i) => 0.1 * 30 ** (i / 47))
const rhythmOf = ({ all, rateHz }: BeatCurves): number[] => {
  const pattern = LAGS.map((seconds) => {
    const lag = Math.round(seconds * rateHz)
    let sum = 0
    for (let i = 0; i + lag < all.length; i++) sum += (all[i] as number) * (all[i + lag] as number)
    return sum / Math.max(1, all.length - lag)
  })
  const energy = Math.max(1e-9, mean(all.map((value) => value * value)))
  return Array.from({ length: 12 }, (_, k) => {
    let [re, im] = [0, 0]
    pattern.forEach((value, i) => {
      const turn = (2 * Math.PI * (k + 1) * i) / pattern.length
      re += (value / energy) * Math.cos(turn)
      im += (value / energy) * Math.sin(turn)
    })
    return Math.hypot(re, im) / pattern.length
  })
}

/** Sizes of the circular spectrum of the pitch classes: the same in every key; then how focused and how quickly changing the harmony is. */
const harmonyOf = (frames: SoundFrames, kept: readonly number[]): number[] => {
  const sum = new Float64Array(12)
  let changes = 0
  for (const [index, frame] of kept.entries()) {
    let same = 0
    let [left, right] = [0, 0]
    const before = kept[Math.max(0, index - 6)] as number
    for (let note = 0; note < 12; note++) {
      const now = frames.chroma[frame * 12 + note] as number
      const then = frames.chroma[before * 12 + note] as number
      sum[note] = (sum[note] as number) + now
      same += now * then
      left += now * now
      right += then * then
    }
    changes += left > 0 && right > 0 ? 1 - same / Math.sqrt(left * right) : 0
  }
  const total = Math.max(
    1e-9,
    sum.reduce((all, value) => all + value, 0),
  )
  const shares = sum.map((value) => value / total)
  const sizes = [1, 2, 3, 4, 5, 6].map((k) => {
    let [re, im] = [0, 0]
    shares.forEach((share, note) => {
      re += share * Math.cos((2 * Math.PI * k * note) / 12)
      im += share * Math.sin((2 * Math.PI * k * note) / 12)
    })
    return Math.hypot(re, im)
  })
  const entropy = shares.reduce((all, share) => (share > 0 ? all - share * Math.log(share) : all), 0)
  return [...sizes, entropy, kept.length > 0 ? changes / kept.length : 0]
}

const onsetsOf = ({ all, low, mid, high, rateHz }: BeatCurves, frames: SoundFrames): number[] => {
  const middle = mean(all)
  let onsets = 0
  for (let i = 1; i + 1 < all.length; i++)
    if ((all[i] as number) > 2 * middle && (all[i] as number) >= (all[i - 1] as number) && (all[i] as number) > (all[i + 1] as number)) onsets++
  const bands = [mean(low), mean(mid), mean(high)]
  const sum = Math.max(1e-9, mean(bands) * 3)
  return [(onsets * rateHz) / Math.max(1, all.length), mean(frames.flux), deviation(frames.flux), ...bands.map((band) => band / sum)]
}

/** @param mono at about 22 kHz; any length: silence and moments give the row of silence (zeros) */
export const describeSound = (mono: Float32Array, sampleRateHz: number, checkpoint: () => void = () => undefined): Float32Array => {
  const frames = soundFrames(mono, sampleRateHz, checkpoint)
  const kept = Array.from({ length: frames.count }, (_, i) => i).filter((i) => (frames.rms[i] as number) > QUIET_RMS)
  if (kept.length < 2) return new Float32Array(DESCRIPTOR_SIZE)
  const curves = beatCurves(mono, sampleRateHz, checkpoint)
  const colours = Array.from({ length: CEPSTRA - 1 }, (_, k) => column(frames.cepstrum, CEPSTRA, k + 1, kept))
  const steps = colours.map((values) => values.subarray(1).map((value, i) => value - (values[i] as number)))
  const centroid = Float32Array.from(kept, (i) => Math.log2(Math.max(50, frames.centroidHz[i] as number)))
  const rolloff = Float32Array.from(kept, (i) => Math.log2(Math.max(50, frames.rolloffHz[i] as number)))
  const flatness = Float32Array.from(kept, (i) => Math.log10((frames.flatness[i] as number) + 1e-6))
  const level = Float32Array.from(kept, (i) => 20 * Math.log10(frames.rms[i] as number)).sort()
  const at = (share: number) => level[Math.min(level.length - 1, Math.floor(share * level.length))] as number
  return Float32Array.from([
    ...colours.map(mean),
    ...colours.map(deviation),
    ...steps.map(deviation),
    mean(centroid),
    deviation(centroid),
    mean(rolloff),
    mean(flatness),
    deviation(flatness),
    mean(level),
    deviation(level),
    at(0.95) - at(0.1),
    ...harmonyOf(frames, kept),
    ...onsetsOf(curves, frames),
    ...rhythmOf(curves),
  ])
}
