import type { OnsetCurve } from './onset-curve.ts'

/** A steady pulse. `firstBeatSeconds` and `firstBarSeconds` are the earliest beat and bar line at or after the curve's first sample. */
export type Pulse = {
  readonly tempoBpm: number
  readonly firstBeatSeconds: number
  readonly firstBarSeconds: number
  /** 0..1: how much of what begins, begins on the beat */
  readonly confidence: number
}

const SLOWEST_BPM = 50
const FASTEST_BPM = 215
/** people tap along near this tempo (Moelants 2002); spread in octaves */
const USUAL_BPM = 112
const USUAL_OCTAVES = 0.75
const BEATS_PER_BAR = 4

const at = (values: Float32Array, position: number): number => {
  const i = Math.floor(position)
  if (i < 0 || i + 1 >= values.length) return 0
  const part = position - i
  return (values[i] as number) * (1 - part) + (values[i + 1] as number) * part
}

const autocorrelation = (values: Float32Array, longest: number): Float32Array => {
  const out = new Float32Array(longest + 1)
  for (let lag = 1; lag <= longest; lag++) {
    let sum = 0
    for (let i = 0; i + lag < values.length; i++) sum += (values[i] as number) * (values[i + lag] as number)
    out[lag] = sum / Math.max(1, values.length - lag)
  }
  return out
}

/** Best place of a pulse train with this period, and the mean strength there. */
const bestPhase = (values: Float32Array, period: number): { phase: number; strength: number } => {
  const steps = Math.ceil(period)
  let best = { phase: 0, strength: -1 }
  for (let step = 0; step < steps; step++) {
    let sum = 0
    let beats = 0
    for (let position = step; position < values.length - 1; position += period) {
      sum += at(values, position)
      beats++
    }
    if (beats > 0 && sum / beats > best.strength) best = { phase: step, strength: sum / beats }
  }
  return best
}

/** A beat is heard in its subdivisions, its bar and its double: the sum over multiples and the prior choose the octave. */
const roughPeriod = (values: Float32Array, rateHz: number): number | undefined => {
  const slowest = (60 / SLOWEST_BPM) * rateHz
  const correlation = autocorrelation(values, Math.ceil(slowest * 4))
  let best: { period: number; score: number } | undefined
  for (let bpm = SLOWEST_BPM; bpm <= FASTEST_BPM; bpm *= 1.004) {
    const period = (60 / bpm) * rateHz
    const score = [1, 2, 3, 4].reduce((sum, multiple) => sum + at(correlation, period * multiple) / Math.sqrt(multiple), 0)
    const weighted = score * Math.exp(-0.5 * (Math.log2(bpm / USUAL_BPM) / USUAL_OCTAVES) ** 2)
    if (weighted > 0 && (!best || weighted > best.score)) best = { period, score: weighted }
  }
  return best?.period
}

/** The longer the pulse train, the sharper its period: from a rough value to a few hundredths of a percent. */
const refine = (values: Float32Array, rough: number): { period: number; phase: number; strength: number } => {
  let best = { period: rough, ...bestPhase(values, rough) }
  const beats = values.length / rough
  const finest = Math.min(0.004, 0.15 / beats)
  for (let reach = 0.02; reach > finest / 2; reach /= 4) {
    const centre = best.period
    for (let step = -8; step <= 8; step++) {
      const period = centre * (1 + (reach * step) / 8)
      const found = bestPhase(values, period)
      if (found.strength > best.strength) best = { period, ...found }
    }
  }
  return best
}

/** Least squares through the strongest moment near each beat: takes the grid of the curve's hops out of period and phase. */
const fitGrid = (values: Float32Array, period: number, phase: number): { period: number; phase: number } => {
  const reach = Math.max(2, Math.round(period * 0.08))
  let n = 0
  let sx = 0
  let sy = 0
  let sxx = 0
  let sxy = 0
  for (let beat = 0; phase + beat * period < values.length - 1; beat++) {
    const expected = Math.round(phase + beat * period)
    let weight = 0
    let centre = 0
    for (let i = Math.max(0, expected - reach); i <= Math.min(values.length - 1, expected + reach); i++) {
      const strength = (values[i] as number) ** 2
      weight += strength
      centre += strength * i
    }
    if (weight <= 0) continue
    const w = Math.sqrt(weight)
    const y = centre / weight
    n += w
    sx += w * beat
    sy += w * y
    sxx += w * beat * beat
    sxy += w * beat * y
  }
  const spread = n * sxx - sx * sx
  if (spread <= 0) return { period, phase }
  const slope = (n * sxy - sx * sy) / spread
  return Math.abs(slope / period - 1) < 0.005 ? { period: slope, phase: (sy - slope * sx) / n } : { period, phase }
}

/** Mean strength of a pulse train, a little slack on both sides. */
const strengthAt = (values: Float32Array, period: number, phase: number): number => {
  let sum = 0
  let beats = 0
  for (let position = phase; position < values.length - 1; position += period, beats++)
    for (let near = -3; near <= 3; near++) sum += at(values, position + near)
  return beats > 0 ? sum / beats : 0
}

/** Open hats between the beats are often the loudest beginnings of dance music; what is low decides which half is the beat. */
const onTheBeat = ({ low }: OnsetCurve, period: number, phase: number): number => {
  const between = phase >= period / 2 ? phase - period / 2 : phase + period / 2
  return strengthAt(low, period, between) > strengthAt(low, period, phase) * 1.25 ? between : phase
}

/** Which beat of four the bar begins on: the one with the most low beginnings. */
const barOffset = ({ low, all }: OnsetCurve, period: number, phase: number): number => {
  const sums = new Float64Array(BEATS_PER_BAR)
  const scale = (values: Float32Array) =>
    1 /
    Math.max(
      1e-9,
      values.reduce((sum, value) => sum + value, 0),
    )
  const lowScale = scale(low)
  const allScale = scale(all)
  for (let beat = 0; phase + beat * period < all.length; beat++) {
    const slot = beat % BEATS_PER_BAR
    for (let near = -2; near <= 2; near++) {
      const position = phase + beat * period + near
      sums[slot] = (sums[slot] as number) + at(low, position) * lowScale + at(all, position) * allScale * 0.25
    }
  }
  return sums.indexOf(Math.max(...sums))
}

/**
 * @param near  a beat's length in values of the curve where it is known roughly; else it is looked for
 * @returns undefined where nothing repeats: silence, a drone, free time
 */
export const findPulse = (curve: OnsetCurve, near?: number): Pulse | undefined => {
  const { all, rateHz, firstSeconds } = curve
  const rough = near ?? roughPeriod(all, rateHz)
  if (rough === undefined || all.length < rough * 4) return undefined
  const coarse = refine(all, rough)
  const fitted = fitGrid(all, coarse.period, coarse.phase)
  const { period } = fitted
  const phase = onTheBeat(curve, period, fitted.phase)
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length
  if (!(mean > 0)) return undefined
  const tempoBpm = (60 * rateHz) / period
  const beatSeconds = period / rateHz
  const offset = barOffset(curve, period, phase)
  const wrap = (seconds: number, length: number) => ((seconds % length) + length) % length
  const beat = phase / rateHz + firstSeconds
  return {
    tempoBpm,
    firstBeatSeconds: wrap(beat, beatSeconds),
    firstBarSeconds: wrap(beat + offset * beatSeconds, beatSeconds * BEATS_PER_BAR),
    confidence: Math.max(0, Math.min(1, (coarse.strength / mean - 1.5) / 4)),
  }
}
