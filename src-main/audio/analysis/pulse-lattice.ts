import type { BeatCurves } from '../../../src-shared/dsp/beat-curves.ts'
import type { SoundFrames } from '../../../src-shared/dsp/sound-frames.ts'

/** Evenly counted moments, eighth notes if the lattice is right, and what happens at each: every row has mean 0 and deviation 1. */
export type PulseLattice = {
  readonly moments: readonly number[]
  /** the usual distance of two moments, seconds */
  readonly stepSeconds: number
  /** what begins at each moment: basses and kicks, the middle, what is high */
  readonly low: Float64Array
  readonly mid: Float64Array
  readonly high: Float64Array
  /** how much the tones change there, over a short and a long reach */
  readonly change: Float64Array
  readonly turn: Float64Array
  /** strength between the moments against strength on them, 0..1 */
  readonly between: number
  /** 1 where nothing is noisy, as in chamber music .. 0 with drums or distorted guitars */
  readonly softness: number
  /** moments that have an onset, 0..1 */
  readonly filled: number
}

/** How far beside a moment its onset may lie, seconds; never more than a third of a step. */
const SLACK_SECONDS = 0.035
/** a chord that stays changes this much by its own fading, and that says nothing */
const NO_CHANGE = 0.02

const standardise = (values: Float64Array, least: number, most = Number.POSITIVE_INFINITY): Float64Array => {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length))
  return values.map((value) => Math.max(-3, Math.min(most, (value - mean) / Math.max(least, deviation))))
}

/** Chroma added up from the start, so that the tones of any span cost the same. */
export const chromaSums = ({ chroma, count }: SoundFrames): Float64Array => {
  const sums = new Float64Array((count + 1) * 12)
  for (let i = 0; i < count * 12; i++) sums[i + 12] = (sums[i] as number) + (chroma[i] as number)
  return sums
}

/** How different the tones after a moment are from those before, 0..1, over `reach` seconds on both sides. */
const harmonicChange = (frames: SoundFrames, sums: Float64Array, seconds: number, reach: number): number => {
  const place = (at: number) => Math.round((at - frames.firstSeconds) * frames.rateHz)
  const clamp = (at: number) => Math.max(0, Math.min(frames.count, at)) * 12
  // a frame lasts four hops: those that lie over the moment know both sides and are left out
  const [a, b] = [place(seconds - reach) + 1, place(seconds) - 1]
  const [c, d] = [place(seconds) + 1, place(seconds + reach) - 1]
  const [a12, b12, c12, d12] = [clamp(a), clamp(Math.max(a + 1, b)), clamp(c), clamp(Math.max(c + 1, d))]
  let [product, left, right] = [0, 0, 0]
  for (let note = 0; note < 12; note++) {
    const before = (sums[b12 + note] as number) - (sums[a12 + note] as number)
    const after = (sums[d12 + note] as number) - (sums[c12 + note] as number)
    product += before * after
    left += before * before
    right += after * after
  }
  return left > 0 && right > 0 ? 1 - product / Math.sqrt(left * right) : 0
}

/** mean flatness of the spectrum with drums is above this */
const NOISY = 0.01
const softnessOf = ({ flatness }: SoundFrames): number =>
  Math.max(0, 1 - flatness.reduce((sum, value) => sum + value, 0) / Math.max(1, flatness.length) / NOISY)

export const latticeOf = (frames: SoundFrames, sums: Float64Array, curves: BeatCurves, moments: readonly number[], stepsPerBeat = 2): PulseLattice => {
  const gaps = moments.slice(1).map((moment, i) => moment - (moments[i] as number))
  const stepSeconds = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0.25
  const slack = Math.max(1, Math.round(Math.min(SLACK_SECONDS, stepSeconds / 3) * curves.rateHz))
  const strengths = (values: Float32Array, beside = 0): Float64Array =>
    Float64Array.from(moments, (moment) => {
      const middle = Math.round((moment + beside - curves.firstSeconds) * curves.rateHz)
      let most = 0
      for (let i = middle - slack; i <= middle + slack; i++) most = Math.max(most, values[i] ?? 0)
      return most
    })
  // the way to the neighbours, where the tempo changes
  const stepAt = (i: number): number => ((moments[Math.min(moments.length - 1, i + 1)] as number) - (moments[Math.max(0, i - 1)] as number)) / 2
  const changes = (reach: number): Float64Array => Float64Array.from(moments, (at, i) => harmonicChange(frames, sums, at, reach * stepAt(i)))
  // between beats much is empty, and the rare loud moment must not say everything
  const most = stepsPerBeat === 1 ? undefined : 4
  const all = strengths(curves.all)
  const between = strengths(curves.all, stepSeconds / 2)
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
  const usual = sum(all) / Math.max(1, all.length)
  return {
    moments,
    stepSeconds,
    low: standardise(strengths(curves.low), 0.3, most),
    mid: standardise(strengths(curves.mid), 0.3, most),
    high: standardise(strengths(curves.high), 0.3, most),
    change: standardise(changes(stepsPerBeat), NO_CHANGE, most),
    turn: standardise(changes(2 * stepsPerBeat), NO_CHANGE, most),
    between: sum(between) / Math.max(1e-9, sum(between) + sum(all)),
    softness: softnessOf(frames),
    filled: all.filter((value) => value > 0.5 * usual).length / Math.max(1, all.length),
  }
}
