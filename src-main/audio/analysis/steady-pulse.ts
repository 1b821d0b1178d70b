import type { BeatCurves } from '../../../src-shared/dsp/beat-curves.ts'

/** A steady pulse. `firstBeatSeconds`: the earliest beat at or after the curve's first sample. */
export type Pulse = { readonly tempoBpm: number; readonly firstBeatSeconds: number }

const at = (values: Float32Array, position: number): number => {
  const i = Math.floor(position)
  if (i < 0 || i + 1 >= values.length) return 0
  const part = position - i
  return (values[i] as number) * (1 - part) + (values[i + 1] as number) * part
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
const onTheBeat = ({ low }: BeatCurves, period: number, phase: number): number => {
  const between = phase >= period / 2 ? phase - period / 2 : phase + period / 2
  return strengthAt(low, period, between) > strengthAt(low, period, phase) * 1.25 ? between : phase
}

/**
 * The pulse of one tempo that explains a curve best, to a hundredth of a beat a minute in a minute.
 * @param near  a beat's length in values of the curve, roughly
 * @returns undefined where nothing begins, or for less than four beats
 */
export const steadyPulse = (curve: BeatCurves, near: number): Pulse | undefined => {
  const { all, rateHz, firstSeconds } = curve
  if (all.length < near * 4 || !all.some((value) => value > 0)) return undefined
  const coarse = refine(all, near)
  const { period, phase } = fitGrid(all, coarse.period, coarse.phase)
  const beatSeconds = period / rateHz
  const beat = onTheBeat(curve, period, phase) / rateHz + firstSeconds
  return { tempoBpm: 60 / beatSeconds, firstBeatSeconds: ((beat % beatSeconds) + beatSeconds) % beatSeconds }
}
