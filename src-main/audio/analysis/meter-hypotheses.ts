import type { PulseLattice } from './pulse-lattice.ts'

/** A way to count: lattice moments a bar has, lattice moments a tapped beat has (0: beats of unequal length), and how that is written. */
export type Counting = { readonly beats: 3 | 4 | 5 | 7; readonly unit: 4 | 8; readonly steps: number; readonly group: number }

const FOUR: Counting = { beats: 4, unit: 4, steps: 8, group: 2 }
const THREE: Counting = { beats: 3, unit: 4, steps: 6, group: 2 }
const FIVE: Counting = { beats: 5, unit: 4, steps: 10, group: 2 }
const SEVEN: Counting = { beats: 7, unit: 8, steps: 7, group: 0 }
const COUNTINGS = [FOUR, THREE, FIVE, SEVEN]
/** what repeats is compared up to four bars of five beats away */
const LONGEST = 40
/** people tap along near this tempo, about two beats a second (van Noorden & Moelants 1999) */
const USUAL_BPM = 116
const SAME_TEMPO = 0.03
/** eighth notes that are played, in music of all styles: where fewer are, they are sixteenths of something slower */
const PLAYED = 0.5

export const ROWS = ['low', 'mid', 'high', 'change', 'turn'] as const
export type Row = (typeof ROWS)[number]
/** What marks a place as a first one: chords change there, basses and kicks fall there. */
const FIRST: Readonly<Record<Row, number>> = { low: 1, mid: 0.4, high: 0, change: 1, turn: 1 }

/** One lattice counted one way. */
export type Hypothesis = {
  readonly lattice: PulseLattice
  readonly counting: Counting
  /** the lattice moment that begins the first whole bar */
  readonly first: number
  /** of quarter notes */
  readonly tempoBpm: number
  readonly features: Readonly<Record<string, number>>
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** How alike what happens is to what happens `lag` moments later, about -1..1. */
export const repeatsOf = (lattice: PulseLattice): number[] => {
  const count = lattice.moments.length
  return Array.from({ length: LONGEST + 1 }, (_, lag) => {
    let sum = 0
    for (const name of ROWS) for (let i = 0; i + lag < count; i++) sum += (lattice[name][i] as number) * (lattice[name][i + lag] as number)
    return count > lag ? sum / (count - lag) / ROWS.length : 0
  })
}

/** Means of a row at each place of bars that begin at 0. */
export const profileOf = (row: Float64Array, steps: number): number[] =>
  Array.from({ length: steps }, (_, place) => {
    let [sum, count] = [0, 0]
    for (let i = place; i < row.length; i += steps, count++) sum += row[i] as number
    return sum / Math.max(1, count)
  })

/** How much each place of a bar looks like a first one. */
export const firstnessOf = (profiles: ReadonlyMap<Row, readonly number[]>, steps: number): number[] =>
  Array.from({ length: steps }, (_, place) => ROWS.reduce((sum, name) => sum + FIRST[name] * (profiles.get(name)?.[place] as number), 0))

/** Where bars begin if they are counted so, and what speaks for and against it. */
const countAs = (lattice: PulseLattice, counting: Counting, repeats: readonly number[], heardBpm: number): Hypothesis => {
  const { steps, group } = counting
  const profiles = new Map(ROWS.map((name) => [name, profileOf(lattice[name], steps)]))
  const firstness = firstnessOf(profiles, steps)
  const first = firstness.indexOf(Math.max(...firstness))
  const after = (name: Row, moments: number): number => profiles.get(name)?.[(first + moments) % steps] as number
  /** how much more happens on the beats than beside them */
  const onBeats = (name: Row): number => {
    const places = Array.from({ length: steps }, (_, i) => i)
    const at = (isOn: boolean) => mean(places.filter((i) => (i % group === 0) === isOn).map((i) => after(name, i)))
    return group === 0 ? 0 : at(true) - at(false)
  }
  /** kick and snare take turns on the beats */
  const turns = (name: Row): number => (counting === FOUR ? after(name, 0) + after(name, 4) - after(name, 2) - after(name, 6) : 0)
  const tempoBpm = 30 / lattice.stepSeconds
  const tapped = Math.log2(tempoBpm / USUAL_BPM)
  const isHeardTimes = (factor: number): number => (Math.abs(tempoBpm / (heardBpm * factor) - 1) < SAME_TEMPO ? 1 : 0)
  const repeatsAfter = (lag: number): number => repeats[lag] ?? 0
  const is = (other: Counting): number => (counting === other ? 1 : 0)
  return {
    lattice,
    counting,
    first,
    tempoBpm,
    features: {
      tapped,
      tappedSquared: tapped ** 2,
      tappedFast: Math.max(0, tapped - 0.4),
      isHeard: isHeardTimes(1),
      isTwiceHeard: isHeardTimes(2),
      isHalfHeard: isHeardTimes(0.5),
      isTwiceHeardSoftly: isHeardTimes(2) * lattice.softness,
      isHalfHeardSoftly: isHeardTimes(0.5) * lattice.softness,
      barRepeats: repeatsAfter(steps),
      twoBarsRepeat: repeatsAfter(2 * steps),
      fourBarsRepeat: repeatsAfter(4 * steps),
      halfBarRepeats: repeatsAfter(4) * is(FOUR),
      beatRepeats: repeatsAfter(2) * is(FOUR),
      stepRepeats: repeatsAfter(1),
      spread: Math.sqrt(mean(firstness.map((value) => value ** 2))),
      lowOnBeats: onBeats('low'),
      midOnBeats: onBeats('mid'),
      highOnBeats: onBeats('high'),
      changeOnBeats: onBeats('change'),
      changeOnFirst: after('change', 0) + after('turn', 0),
      lowTurns: turns('low'),
      midTurns: turns('mid'),
      highTurns: turns('high'),
      between: lattice.between,
      filled: lattice.filled,
      filledSquared: lattice.filled ** 2,
      sparse: Math.max(0, PLAYED - lattice.filled),
      isThree: is(THREE),
      isFive: is(FIVE),
      isSeven: is(SEVEN),
    },
  }
}

/** Where bars begin among beats, seen without what lies between them. @returns `lead` 0..1: how far first beats stand out of those that come next */
export const firstBeatOf = (beats: PulseLattice, beatsPerBar: number): { readonly first: number; readonly lead: number } => {
  const marks = Float64Array.from(beats.moments, (_, i) => ROWS.reduce((sum, name) => sum + FIRST[name] * (beats[name][i] as number), 0))
  const places = profileOf(marks, beatsPerBar)
  const most = Math.max(...places)
  const first = places.indexOf(most)
  const rival = Math.max(...places.filter((_, place) => place !== first))
  const loudness = Math.sqrt(mean(Array.from(marks, (mark) => mark ** 2)))
  return { first, lead: Math.max(0, Math.min(1, (most - rival) / Math.max(1e-9, 0.9 * loudness))) }
}

/** Every lattice counted every way. @param heardBpm the tempo that the beat tracker by itself would say */
export const hypothesesOf = (lattices: readonly PulseLattice[], heardBpm: number): Hypothesis[] =>
  lattices.flatMap((lattice) => {
    const repeats = repeatsOf(lattice)
    return COUNTINGS.map((counting) => countAs(lattice, counting, repeats, heardBpm))
  })
