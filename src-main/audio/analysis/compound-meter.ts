import type { BeatCurves } from '../../../src-shared/dsp/beat-curves.ts'
import { COMPOUND_WEIGHTS, type CompoundWeights } from './compound-weights.ts'
import { firstnessOf, type Hypothesis, profileOf, ROWS, type Row, repeatsOf } from './meter-hypotheses.ts'
import type { PulseLattice } from './pulse-lattice.ts'

/**
 * What a simple meter can hide: `threes` is 6/8 that was counted as the 3/4 of the same bars, `fours` is dotted quarters that were counted as the
 * quarters of 4/4. Nothing else is asked, so that 3+3+2 sixteenths, whose dotted beat is two thirds of the quarter that was heard, are never dotted beats.
 */
export type CompoundCase = 'threes' | 'fours'
export type CompoundFeatures = Readonly<
  Record<
    'changeOverTwos' | 'midOverTwos' | 'highOverTwos' | 'threesRepeat' | 'eightsRepeat' | 'secondToThird' | 'togetherHigh' | 'halvesOften' | 'dottedOften',
    number
  >
>
/** A lattice of eighth notes in dotted beats, two a bar. */
export type CompoundReading = {
  readonly which: CompoundCase
  readonly lattice: PulseLattice
  /** the lattice moment that begins the first whole bar */
  readonly first: number
  readonly features: CompoundFeatures
}

const BAR = 6
const FEWEST_MOMENTS = 36
const SLACK_SECONDS = 0.03
const SAME_TEMPO = 0.02
/** dotted beats slower or faster than these are none */
const SLOWEST_BPM = 38
const FASTEST_BPM = 150
/** four and three are far more usual, and are given up only for such a likelihood */
const SURE_COMPOUND = 0.6
/** dotted beats have something on one of their later eighths more often than not, whatever is likely */
const DOTTED_OFTEN = 0.5
/** an onset stands out of what lies between by this factor, and a share of what is usual */
const STANDS_OUT = 1.3
const AUDIBLE = 0.05

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** Strength of what begins in each dotted beat on its first, second and third eighth and on its half. */
type InBeats = { readonly one: readonly number[]; readonly two: readonly number[]; readonly three: readonly number[]; readonly half: readonly number[] }

const inBeats = (values: Float32Array, curves: BeatCurves, { moments, stepSeconds }: PulseLattice, first: number): InBeats => {
  const slack = Math.max(1, Math.round(Math.min(SLACK_SECONDS, stepSeconds / 5) * curves.rateHz))
  const at = (steps: number): number[] => {
    const found: number[] = []
    for (let i = first % 3; i + 3 < moments.length; i += 3) {
      const middle = Math.round(((moments[i] as number) + steps * stepSeconds - curves.firstSeconds) * curves.rateHz)
      let most = 0
      for (let place = middle - slack; place <= middle + slack; place++) most = Math.max(most, values[place] ?? 0)
      found.push(most)
    }
    return found
  }
  return { one: at(0), two: at(1), three: at(2), half: at(1.5) }
}

/** How much of what begins between dotted beats is on both later eighths: swing and shuffles leave the second one out, and halves are on neither. */
const togetherOf = ({ two, three, half }: InBeats): number => {
  let [both, all] = [0, 0]
  for (const [i, between] of half.entries()) {
    const [second, third] = [two[i] as number, three[i] as number]
    both += Math.max(0, Math.min(second, third) - between)
    all += Math.max(second, third, between)
  }
  return both / Math.max(1e-9, all)
}

const featuresOf = (curves: BeatCurves, lattice: PulseLattice, first: number, profiles: ReadonlyMap<Row, readonly number[]>): CompoundFeatures => {
  const repeats = repeatsOf(lattice)
  const after = (name: Row, moments: number): number => profiles.get(name)?.[(first + moments) % BAR] as number
  /** how much more happens where only threes have a beat than where only twos have one */
  const overTwos = (name: Row): number => after(name, 3) - (after(name, 2) + after(name, 4)) / 2
  const all = inBeats(curves.all, curves, lattice, first)
  const usual = Math.max(1e-9, mean([...all.one, ...all.two, ...all.three]))
  const pairs = all.half.map((half, i) => [half, Math.max(all.two[i] as number, all.three[i] as number)] as const)
  const often = (is: (half: number, eighths: number) => boolean): number => mean(pairs.map(([half, eighths]) => (is(half, eighths) ? 1 : 0)))
  return {
    changeOverTwos: overTwos('change'),
    midOverTwos: overTwos('mid'),
    highOverTwos: overTwos('high'),
    threesRepeat: repeats[3] ?? 0,
    // no multiple of three: what repeats here is counted in something else
    eightsRepeat: repeats[8] ?? 0,
    secondToThird: Math.log2((mean(all.two) + 0.03 * usual) / (mean(all.three) + 0.03 * usual)),
    togetherHigh: togetherOf(inBeats(curves.high, curves, lattice, first)),
    halvesOften: often((half, eighths) => half > STANDS_OUT * eighths + AUDIBLE * usual),
    dottedOften: often((half, eighths) => eighths > STANDS_OUT * half + AUDIBLE * usual),
  }
}

/** The dotted beats that a simple meter may hide, and what speaks for and against them. @returns undefined: it can hide none */
export const readCompound = (curves: BeatCurves, lattices: readonly PulseLattice[], simple: Hypothesis): CompoundReading | undefined => {
  const { beats, unit } = simple.counting
  const which = unit !== 4 ? undefined : beats === 3 ? 'threes' : beats === 4 ? 'fours' : undefined
  if (!which) return undefined
  const dottedBpm = which === 'threes' ? (simple.tempoBpm * 2) / 3 : simple.tempoBpm
  const lattice = lattices.find(({ stepSeconds }) => Math.abs(20 / stepSeconds / dottedBpm - 1) < SAME_TEMPO)
  if (!lattice || dottedBpm < SLOWEST_BPM || dottedBpm > FASTEST_BPM || lattice.moments.length < FEWEST_MOMENTS) return undefined
  const profiles = new Map(ROWS.map((name) => [name, profileOf(lattice[name], BAR)]))
  const firstness = firstnessOf(profiles, BAR)
  const first = firstness.indexOf(Math.max(...firstness))
  return { which, lattice, first, features: featuresOf(curves, lattice, first, profiles) }
}

const likelihoodOf = ({ constant, weights }: CompoundWeights, features: CompoundFeatures): number =>
  1 / (1 + Math.exp(-Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * features[name as keyof CompoundFeatures], constant)))

/** The dotted beats that a simple meter hides. 12/8 has the same ones and is counted in half bars. @returns undefined: the simple meter stands */
export const compoundOf = (
  curves: BeatCurves,
  lattices: readonly PulseLattice[],
  simple: Hypothesis,
): (CompoundReading & { readonly likelihood: number }) | undefined => {
  const reading = readCompound(curves, lattices, simple)
  if (!reading || reading.features.dottedOften < DOTTED_OFTEN) return undefined
  const likelihood = likelihoodOf(COMPOUND_WEIGHTS[reading.which], reading.features)
  return likelihood >= SURE_COMPOUND ? { ...reading, likelihood } : undefined
}
