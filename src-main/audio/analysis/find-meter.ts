import type { BeatCurves } from '../../../src-shared/dsp/beat-curves.ts'
import type { SoundFrames } from '../../../src-shared/dsp/sound-frames.ts'
import { meanStrength } from './hear-beats.ts'

/** Where bars begin among the beats. */
export type HeardMeter = {
  readonly beatsPerBar: 3 | 4
  /** index of the first beat that begins a bar */
  readonly firstBar: number
  /** 0..1: that the bar has this many beats */
  readonly meterConfidence: number
  /** 0..1: that the bars begin on these beats */
  readonly downbeatConfidence: number
}

/** four is far more common than three (most corpora: nine to one) */
const FOUR_BONUS = 0.35

/** a chord that stays changes this much by its own fading, and that says nothing */
const NO_CHANGE = 0.02

/** @param least  what spreads less than this is hardly there, and stays small */
const standardise = (values: readonly number[], least = 1e-9): number[] => {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length))
  return values.map((value) => (value - mean) / Math.max(least, deviation))
}

/** How different the tones after a moment are from those before, 0..1, over `reach` seconds on both sides. */
const harmonicChange = (frames: SoundFrames, seconds: number, reach: number): number => {
  const place = (at: number) => Math.round((at - frames.firstSeconds) * frames.rateHz)
  const mean = (from: number, to: number): Float64Array => {
    const sum = new Float64Array(12)
    for (let i = Math.max(0, from); i < Math.min(frames.count, Math.max(from + 1, to)); i++)
      for (let note = 0; note < 12; note++) sum[note] = (sum[note] as number) + (frames.chroma[i * 12 + note] as number)
    return sum
  }
  // a frame lasts four hops: those that lie over the moment know both sides and are left out
  const [before, after] = [mean(place(seconds - reach) + 1, place(seconds) - 1), mean(place(seconds) + 1, place(seconds + reach) - 1)]
  let product = 0
  let [left, right] = [0, 0]
  for (let note = 0; note < 12; note++) {
    product += (before[note] as number) * (after[note] as number)
    left += (before[note] as number) ** 2
    right += (after[note] as number) ** 2
  }
  return left > 0 && right > 0 ? 1 - product / Math.sqrt(left * right) : 0
}

/** What marks a beat as a first one: chords change there, basses and kicks fall there. */
const accents = (frames: SoundFrames, curves: BeatCurves, beats: readonly number[]): number[] => {
  const gap = (i: number) => ((beats[Math.min(beats.length - 1, i + 1)] as number) - (beats[Math.max(0, i - 1)] as number)) / 2
  const near = standardise(
    beats.map((beat, i) => harmonicChange(frames, beat, gap(i))),
    NO_CHANGE,
  )
  const far = standardise(
    beats.map((beat, i) => harmonicChange(frames, beat, 2 * gap(i))),
    NO_CHANGE,
  )
  const low = standardise(beats.map((beat) => meanStrength(curves.low, curves, [beat])))
  const mid = standardise(beats.map((beat) => meanStrength(curves.mid, curves, [beat])))
  return beats.map((_, i) => (near[i] as number) + (far[i] as number) + (low[i] as number) + 0.4 * (mid[i] as number))
}

const selfSimilarity = (values: readonly number[], lag: number): number => {
  let sum = 0
  for (let i = 0; i + lag < values.length; i++) sum += (values[i] as number) * (values[i + lag] as number)
  return sum / Math.max(1, values.length - lag)
}

/** Bars of three or four beats, by what repeats and where it is strongest. @returns undefined with fewer than three bars */
export const findMeter = (frames: SoundFrames, curves: BeatCurves, beats: readonly number[]): HeardMeter | undefined => {
  if (beats.length < 12) return undefined
  const marks = accents(frames, curves, beats)
  const energy = selfSimilarity(marks, 0)
  if (!(energy > 0)) return undefined
  const repeats = (beatsPerBar: number) => (selfSimilarity(marks, beatsPerBar) + selfSimilarity(marks, 2 * beatsPerBar)) / 2 / energy
  const [three, four] = [repeats(3), repeats(4) + FOUR_BONUS]
  const beatsPerBar = three > four ? 3 : 4
  const phases = Array.from({ length: beatsPerBar }, (_, phase) => {
    const own = marks.filter((_mark, i) => i % beatsPerBar === phase)
    return own.reduce((sum, mark) => sum + mark, 0) / own.length
  })
  const firstBar = phases.indexOf(Math.max(...phases))
  const rival = Math.max(...phases.filter((_, phase) => phase !== firstBar))
  const lead = ((phases[firstBar] as number) - rival) / Math.sqrt(energy)
  return {
    beatsPerBar,
    firstBar,
    meterConfidence: Math.max(0, Math.min(1, Math.abs(three - four) / 0.6)),
    downbeatConfidence: Math.max(0, Math.min(1, lead / 0.9)),
  }
}
