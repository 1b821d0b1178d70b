import type { BeatCurves } from '../../../src-shared/dsp/beat-curves.ts'
import type { TempoPath } from './tempo-path.ts'

/** How strictly beats keep the tempo's distance (Ellis, "Beat tracking by dynamic programming", 2007: 100 for steady music at 4 ms values). */
export const LOOSE = 110
/** the same for players who change their tempo slowly: a few loud off-beats do not draw the beats over to them */
export const STRICT = 250

const normalise = (values: Float32Array): Float32Array => {
  let squares = 0
  for (const value of values) squares += value * value
  const scale = 1 / Math.max(1e-9, Math.sqrt(squares / Math.max(1, values.length)))
  return values.map((value) => value * scale)
}

/** Smears each onset over about ±20 ms, so that a beat may lie a hair beside it. */
const smooth = (values: Float32Array, rateHz: number): Float32Array => {
  const reach = Math.max(1, Math.round(rateHz * 0.02))
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-0.5 * ((i - reach) / (reach / 2)) ** 2))
  const out = new Float32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    let sum = 0
    for (let j = -reach; j <= reach; j++) sum += (values[i + j] ?? 0) * (kernel[j + reach] as number)
    out[i] = sum
  }
  return out
}

/** A tenth of the curve's rate more sharply: the top of a parabola through three values. */
const peakNear = (values: Float32Array, position: number, reach: number): number => {
  let best = position
  for (let i = Math.max(1, position - reach); i <= Math.min(values.length - 2, position + reach); i++) if ((values[i] as number) > (values[best] ?? 0)) best = i
  const [left, here, right] = [values[best - 1] ?? 0, values[best] ?? 0, values[best + 1] ?? 0]
  const bend = left - 2 * here + right
  if (!(here > 0) || bend >= 0) return position
  return best + Math.max(-0.5, Math.min(0.5, (0.5 * (left - right)) / bend))
}

/**
 * The moments a listener would tap, seconds: the sequence that lies on strong onsets and keeps close to the tempo path.
 * @param tightness how strictly the beats keep the path's distance
 */
export const trackBeats = (curve: BeatCurves, path: TempoPath, tightness: number = LOOSE): readonly number[] => {
  const { rateHz, firstSeconds, all: strength } = curve
  const onsets = normalise(smooth(strength, rateHz))
  const length = onsets.length
  const score = new Float64Array(length)
  const before = new Int32Array(length).fill(-1)
  const periodAt = (i: number) =>
    path.periods[Math.min(path.periods.length - 1, Math.max(0, Math.round((i / rateHz + firstSeconds) / path.stepSeconds)))] as number
  for (let i = 0; i < length; i++) {
    const period = periodAt(i)
    const from = Math.max(0, Math.round(i - 2 * period))
    const to = Math.round(i - period / 2)
    let best = 0
    let chosen = -1
    for (let j = from; j <= to; j++) {
      const stretch = Math.log((i - j) / period)
      const value = (score[j] as number) - tightness * stretch * stretch
      if (value > best) {
        best = value
        chosen = j
      }
    }
    score[i] = (onsets[i] as number) + best
    before[i] = chosen
  }
  let last = length - 1
  const tail = Math.max(0, Math.round(length - periodAt(length - 1)))
  for (let i = tail; i < length; i++) if ((score[i] as number) > (score[last] as number)) last = i
  const beats: number[] = []
  for (let i = last; i >= 0; i = before[i] as number) beats.push(i)
  beats.reverse()
  const reach = Math.max(1, Math.round(rateHz * 0.025))
  return beats.map((i) => Math.max(0, peakNear(strength, i, reach) / rateHz + firstSeconds))
}
