import type { BeatCurves } from '../../../src-shared/dsp/beat-curves.ts'
import { steadyPulse } from './steady-pulse.ts'
import { type TempoPath, tempoPath, tempoPrior } from './tempo-path.ts'
import { STRICT, trackBeats } from './track-beats.ts'

/** The moments a listener taps, seconds, rising. */
export type HeardBeats = {
  readonly beats: readonly number[]
  readonly tempoBpm: number
  /** one tempo explains all of it: the beats lie on a ruler */
  readonly isSteady: boolean
  /** 0..1 */
  readonly confidence: number
  /** beats' lengths at which something repeats, values of the onset curve: other tempi that could be meant */
  readonly levels: readonly number[]
}

/** How far beside a moment its onset may lie, values of the curve. */
const SLACK = 3
/** the share of the tracked beats' strength that a ruler must keep to be believed */
const RULER_KEEPS = 0.66
/** a ruler that keeps this share is right even where the beats seem to wander */
const RULER_IS_AS_GOOD = 0.9
const FEWEST_BEATS = 6
/** the share of the loosely tracked beats' strength that strictly tracked ones must keep to be the better ones */
const STRICT_KEEPS = 0.94
/** by how much the usual phrase's tempo is off the ruler's where it wanders, and three of ten phrases at least; uneven beats say nothing */
const WANDERING = 0.006
const WANDERING_EVEN_WHERE_LEAST = 0.0025
const UNEVEN = 0.05
const UNEVEN_AT_WORST = 0.125
const PHRASE_BEATS = 8
/** how much a strong-weak pattern speaks for half the tempo against what people usually tap */
const PATTERN_WEIGHT = 1
const SLOWEST_BPM = 50
/** mean strength on the beats of music that has any; a drone's flicker stays below 1 */
const AUDIBLE = 3

const strengthAt = (values: Float32Array, { rateHz, firstSeconds }: BeatCurves, seconds: number): number => {
  const middle = Math.round((seconds - firstSeconds) * rateHz)
  let most = 0
  for (let i = middle - SLACK; i <= middle + SLACK; i++) most = Math.max(most, values[i] ?? 0)
  return most
}

const meanStrength = (values: Float32Array, curves: BeatCurves, moments: readonly number[]): number =>
  moments.reduce((sum, seconds) => sum + strengthAt(values, curves, seconds), 0) / Math.max(1, moments.length)

const median = (values: Float32Array): number => values.slice().sort()[values.length >> 1] ?? 0

const ruler = (first: number, step: number, until: number): number[] => {
  const lines: number[] = []
  for (let i = 0; first + i * step < until; i++) lines.push(first + i * step)
  return lines
}

const everyOther = (moments: readonly number[], from: 0 | 1): number[] => moments.filter((_, i) => i % 2 === from)

/**
 * People tap the slower of two levels when every other beat is clearly weaker and the slower one is a usual tempo.
 * @returns which of the two interleaved sequences is the beat; undefined: all of them are
 */
const halfTempo = (curves: BeatCurves, beats: readonly number[], tempoBpm: number): 0 | 1 | undefined => {
  if (beats.length < 8 || tempoBpm / 2 < SLOWEST_BPM) return undefined
  const [even, odd] = [everyOther(beats, 0), everyOther(beats, 1)]
  const weigh = (moments: readonly number[], low: number) =>
    low * meanStrength(curves.low, curves, moments) + meanStrength(curves.mid, curves, moments) + meanStrength(curves.high, curves, moments)
  const [evens, odds] = [weigh(even, 1), weigh(odd, 1)]
  const pattern = Math.abs(evens - odds) / Math.max(1e-9, evens + odds)
  if (Math.log(tempoPrior(tempoBpm / 2) / tempoPrior(tempoBpm)) + PATTERN_WEIGHT * pattern <= 0) return undefined
  return weigh(even, 0.5) >= weigh(odd, 0.5) ? 0 : 1
}

/** Of rising values the one that this part lies below. */
const partOf = (rising: Float32Array, part: number): number => rising[Math.floor(rising.length * part)] ?? 0

/** How much longer or shorter each beat is than the one before it, parts of a beat (logarithms), rising. */
const unevennessOf = (beats: readonly number[]): Float32Array => {
  const gaps = beats.slice(1).map((beat, i) => beat - (beats[i] as number))
  return Float32Array.from(gaps.slice(1), (gap, i) => Math.abs(Math.log(gap / (gaps[i] as number)))).sort()
}

/** Beats of music change their distance slowly; beats put onto whatever happens do not: 1 even .. 0 by chance. */
const evennessOf = (beats: readonly number[]): number => {
  const steps = unevennessOf(beats)
  const [usual, wild] = [partOf(steps, 0.5), partOf(steps, 0.85)]
  return Math.exp(-((usual / 0.03) ** 2)) * Math.exp(-((wild / 0.12) ** 2))
}

/**
 * Beats that leave the ruler's tempo for whole phrases and stay even meanwhile follow players, not chance; a jump to the off-beat is one span only.
 * @param onRuler the ruler's strength as a part of the beats'
 */
const wanders = (beats: readonly number[], step: number, onRuler: number): boolean => {
  if (onRuler >= RULER_IS_AS_GOOD || beats.length <= PHRASE_BEATS) return false
  const steps = unevennessOf(beats)
  if (partOf(steps, 0.5) >= UNEVEN || partOf(steps, 0.85) >= UNEVEN_AT_WORST) return false
  const spans = Float32Array.from(beats.slice(PHRASE_BEATS), (beat, i) => Math.abs(Math.log((beat - (beats[i] as number)) / (PHRASE_BEATS * step)))).sort()
  return partOf(spans, 0.5) >= WANDERING && partOf(spans, 0.3) >= WANDERING_EVEN_WHERE_LEAST
}

/** Beats that keep close to the tempo where they are nearly as strong as those that bend after every onset: loud off-beats win only by bending. */
const straightened = (curves: BeatCurves, path: TempoPath, tracked: readonly number[]): readonly number[] => {
  const strict = trackBeats(curves, path, STRICT)
  return strict.length >= FEWEST_BEATS && meanStrength(curves.all, curves, strict) >= STRICT_KEEPS * meanStrength(curves.all, curves, tracked)
    ? strict
    : tracked
}

/** Music made with a computer has whole tempi; a measurement is a few hundredths off them. */
export const settleTempo = (tempoBpm: number): number => (Math.abs(tempoBpm - Math.round(tempoBpm)) < 0.03 ? Math.round(tempoBpm) : tempoBpm)

/** Beats of a recording, with a tempo that may change. @returns undefined where nothing repeats: silence, a drone, free time */
export const hearBeats = (curves: BeatCurves, seconds: number, checkpoint: () => void = () => undefined): HeardBeats | undefined => {
  const path = tempoPath(curves, checkpoint)
  if (!path) return undefined
  const bending = trackBeats(curves, path)
  checkpoint()
  if (bending.length < FEWEST_BEATS) return undefined
  const pulse = steadyPulse(curves, median(path.periods))
  const onBending = meanStrength(curves.all, curves, bending)
  const lines = pulse ? ruler(pulse.firstBeatSeconds, 60 / pulse.tempoBpm, seconds) : []
  // where the music rests, so do the tracked beats: the ruler is measured over the same stretch
  const inside = lines.filter((line) => line >= (bending[0] as number) - 0.1 && line <= (bending.at(-1) as number) + 0.1)
  // tracked beats may follow loud off-beats where the ruler does not: half a beat beside is the same tempo
  const shifted = inside.map((line) => line + 30 / (pulse?.tempoBpm ?? 120))
  const onRuler = Math.max(meanStrength(curves.all, curves, inside), meanStrength(curves.all, curves, shifted))
  const kept = onRuler / Math.max(1e-9, onBending)
  const isSteady = pulse !== undefined && kept >= RULER_KEEPS && !wanders(bending, 60 / pulse.tempoBpm, kept)
  const tracked = isSteady ? bending : straightened(curves, path, bending)
  let beats: readonly number[] = isSteady ? lines : tracked
  let tempoBpm = isSteady ? settleTempo(pulse.tempoBpm) : (60 * (tracked.length - 1)) / ((tracked.at(-1) as number) - (tracked[0] as number))
  const half = halfTempo(curves, beats, tempoBpm)
  if (half !== undefined) {
    beats = everyOther(beats, half)
    tempoBpm /= 2
  }
  const mean = curves.all.reduce((sum, value) => sum + value, 0) / Math.max(1, curves.all.length)
  const between = beats.slice(1).map((beat, i) => (beat + (beats[i] as number)) / 2 + (beat - (beats[i] as number)) * 0.13)
  const onBeats = isSteady ? onRuler : meanStrength(curves.all, curves, tracked)
  const contrast = onBeats / Math.max(1e-9, meanStrength(curves.all, curves, between) + mean)
  // a drone's flicker is regular too, and hardly there
  const strength = Math.max(0, Math.min(1, (contrast - 0.7) / 0.9)) * Math.min(1, onBeats / AUDIBLE)
  const evenness = isSteady ? 1 : evennessOf(tracked)
  return { beats, tempoBpm, isSteady, levels: path.levels, confidence: strength * evenness * (0.7 + 0.3 * Math.min(1, path.clarity / 0.15)) }
}
