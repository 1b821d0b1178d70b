import type { BeatCurves } from '../../../src-shared/dsp/beat-curves.ts'

/** The tempo at each moment as a beat's length in values of the onset curve; one entry every `stepSeconds`. */
export type TempoPath = {
  readonly periods: Float32Array
  readonly stepSeconds: number
  /** 0..1: how much the best tempo stands out of the other tempi a listener could tap, over the whole recording */
  readonly clarity: number
  /** beats' lengths at which something repeats over the whole recording, values of the curve; the best explained first */
  readonly levels: readonly number[]
}

const SLOWEST_BPM = 50
const FASTEST_BPM = 215
/** tempi are compared in steps of one percent */
const STEP = 1.01
/** people tap along near this tempo, about two beats a second (van Noorden & Moelants 1999); spread in octaves */
const USUAL_BPM = 116
const USUAL_OCTAVES = 0.75
const WINDOW_SECONDS = 9
const STEP_SECONDS = 1
/** a song's tempo stays within this of its main tempo: doubling and halving are readings, not changes */
const MOST_LEVELS = 5
const WIDEST_OCTAVES = 0.45
/** what a change of tempo costs from one second to the next, a percent each */
const CHANGE_COST = 0.06

const at = (values: Float32Array, position: number): number => {
  const i = Math.floor(position)
  if (i < 0 || i + 1 >= values.length) return 0
  const part = position - i
  return (values[i] as number) * (1 - part) + (values[i + 1] as number) * part
}

const correlate = (values: Float32Array, from: number, to: number, longest: number): Float32Array => {
  const out = new Float32Array(longest + 2)
  const length = to - from
  const windowed = new Float32Array(length)
  for (let i = 0; i < length; i++) windowed[i] = (values[from + i] as number) * Math.sin((Math.PI * (i + 0.5)) / length)
  for (let lag = 0; lag <= longest && lag < length; lag++) {
    let sum = 0
    for (let i = 0; i + lag < length; i++) sum += (windowed[i] as number) * (windowed[i + lag] as number)
    // fewer products for long lags; not all of that is taken back, so that bars do not win over beats
    out[lag] = sum / (length - 0.7 * lag)
  }
  const energy = out[0] as number
  if (energy > 0) for (let lag = 0; lag <= longest; lag++) out[lag] = (out[lag] as number) / energy
  return out
}

/** what half a beat says beside a whole one: a dotted beat has no such half */
const HALF_WEIGHT = 0.25

/** A beat is heard in its multiples, and a little in its half: how well a period explains what repeats. */
const support = (correlation: Float32Array, period: number): number => {
  let sum = HALF_WEIGHT * at(correlation, period / 2)
  for (let multiple = 1; multiple <= 4; multiple++) sum += at(correlation, period * multiple) / Math.sqrt(multiple)
  return sum
}

const tempi = (): readonly number[] => {
  const list: number[] = []
  for (let bpm = SLOWEST_BPM; bpm <= FASTEST_BPM; bpm *= STEP) list.push(bpm)
  return list
}

/** How usual it is to tap at this tempo, 0..1. */
export const tempoPrior = (bpm: number): number => Math.exp(-0.5 * (Math.log2(bpm / USUAL_BPM) / USUAL_OCTAVES) ** 2)

/** Most supported path through the tempogram that does not jump (Viterbi). */
const bestPath = (gram: readonly Float32Array[]): Uint16Array => {
  const states = gram[0]?.length ?? 0
  const reach = 40
  let score = Float64Array.from(gram[0] ?? [])
  const from = gram.map(() => new Uint16Array(states))
  for (let t = 1; t < gram.length; t++) {
    const next = new Float64Array(states).fill(Number.NEGATIVE_INFINITY)
    for (let s = 0; s < states; s++) {
      for (let r = Math.max(0, s - reach); r <= Math.min(states - 1, s + reach); r++) {
        const value = (score[r] as number) - CHANGE_COST * Math.abs(s - r)
        if (value > (next[s] as number)) {
          next[s] = value
          ;(from[t] as Uint16Array)[s] = r
        }
      }
      next[s] = (next[s] as number) + ((gram[t] as Float32Array)[s] as number)
    }
    score = next
  }
  const path = new Uint16Array(gram.length)
  let best = 0
  for (let s = 1; s < states; s++) if ((score[s] as number) > (score[best] as number)) best = s
  for (let t = gram.length - 1; t >= 0; t--) {
    path[t] = best
    best = from[t]?.[best] ?? best
  }
  return path
}

/** @returns undefined where nothing repeats */
export const tempoPath = (curve: BeatCurves, checkpoint: () => void = () => undefined): TempoPath | undefined => {
  const { all: values, rateHz } = curve
  const longest = Math.ceil((60 / SLOWEST_BPM) * rateHz * 4)
  const window = Math.min(values.length, Math.round(WINDOW_SECONDS * rateHz))
  if (window < rateHz * 2) return undefined
  const bpms = tempi()
  const steps = Math.max(1, Math.ceil(values.length / rateHz / STEP_SECONDS))
  const gram: Float32Array[] = []
  const total = new Float64Array(bpms.length)
  for (let step = 0; step < steps; step++) {
    checkpoint()
    const middle = step * STEP_SECONDS * rateHz
    const from = Math.max(0, Math.min(values.length - window, Math.round(middle - window / 2)))
    const correlation = correlate(values, from, from + window, longest)
    const row = Float32Array.from(bpms, (bpm) => Math.max(0, support(correlation, (60 / bpm) * rateHz)))
    gram.push(row)
    for (let s = 0; s < row.length; s++) total[s] = (total[s] as number) + (row[s] as number)
  }
  const weighted = bpms.map((bpm, s) => (total[s] as number) * tempoPrior(bpm))
  const main = weighted.indexOf(Math.max(...weighted))
  if (!((weighted[main] as number) > 0)) return undefined
  const near = bpms.map((bpm, s) => (Math.abs(Math.log2(bpm / (bpms[main] as number))) <= WIDEST_OCTAVES ? s : -1)).filter((s) => s >= 0)
  const [first, last] = [near[0] as number, near.at(-1) as number]
  const path = bestPath(gram.map((row) => row.subarray(first, last + 1)))
  // another tempo of the same kind of strength makes the answer doubtful; neighbours of the peak are the peak
  const rival = Math.max(...weighted.filter((_, s) => Math.abs(s - main) > 8))
  const wide = bpms.map((bpm, s) => (total[s] as number) * Math.sqrt(tempoPrior(bpm)))
  const levels = wide
    .map((value, s) => ({ value, s }))
    .filter(({ value, s }) => value > 0 && value >= (wide[s - 1] ?? 0) && value >= (wide[s + 1] ?? 0))
    .toSorted((a, b) => b.value - a.value)
    .slice(0, MOST_LEVELS)
    .map(({ s }) => (60 / (bpms[s] as number)) * rateHz)
  return {
    levels,
    periods: Float32Array.from(path, (s) => (60 / (bpms[first + s] as number)) * rateHz),
    stepSeconds: STEP_SECONDS,
    clarity: Math.max(0, Math.min(1, 1 - Math.max(0, rival) / (weighted[main] as number))),
  }
}
