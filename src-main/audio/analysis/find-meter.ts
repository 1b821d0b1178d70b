import { SURE_TEMPO } from '../../../src-shared/analysis/hearing.ts'
import type { BeatCurves } from '../../../src-shared/dsp/beat-curves.ts'
import type { SoundFrames } from '../../../src-shared/dsp/sound-frames.ts'
import { compoundOf } from './compound-meter.ts'
import { findLattices } from './find-lattices.ts'
import { type HeardBeats, settleTempo } from './hear-beats.ts'
import { firstBeatOf, type Hypothesis, hypothesesOf } from './meter-hypotheses.ts'
import { METER_WEIGHTS } from './meter-weights.ts'
import { chromaSums, latticeOf, type PulseLattice } from './pulse-lattice.ts'

/** Where bars begin among the beats. */
export type HeardMeter = {
  readonly beatsPerBar: 3 | 4 | 5 | 6 | 7
  /** what a beat is: a quarter or an eighth note */
  readonly unit: 4 | 8
  /** index of the first beat that begins a bar */
  readonly firstBar: number
  /** 0..1: that the bar has this many beats */
  readonly meterConfidence: number
  /** 0..1: that the bars begin on these beats */
  readonly downbeatConfidence: number
}
export type CountedBeats = { readonly beats: HeardBeats; readonly meter: HeardMeter | undefined }

/** Other meters than four quarters are said only above this: most music has four (most corpora: nine of ten), and it is the smaller mistake. */
const SURE_METER = SURE_TEMPO

/** a metronome with nothing between its clicks counts beats, not halves of slower ones: strength between over all; a soft hat there is 0.06 */
const BARE = 0.05

const isFour = ({ counting }: Hypothesis): boolean => counting.beats === 4

/** How likely each hypothesis is among all of them. */
const likelihoods = (hypotheses: readonly Hypothesis[], weights: Readonly<Record<string, number>>): number[] => {
  const scores = hypotheses.map(({ features }) => Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * (features[name] as number), 0))
  const most = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - most))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

/** @param tempoBpm of quarters, @param quarters that a beat has */
const countedAs = (heard: HeardBeats, beats: readonly number[], tempoBpm: number, quarters: number): HeardBeats => {
  const span = ((beats.at(-1) as number) - (beats[0] as number)) / Math.max(1, beats.length - 1)
  return { ...heard, beats, tempoBpm: heard.isSteady ? settleTempo(tempoBpm) : (60 / span) * quarters }
}

const beatsOf = (heard: HeardBeats, { lattice, counting, first, tempoBpm }: Hypothesis): HeardBeats => {
  const every = counting.unit === 8 ? 1 : 2
  const beats = lattice.moments.filter((_, i) => i % every === first % every)
  return countedAs(heard, beats, tempoBpm, counting.unit === 8 ? 0.5 : 1)
}

type Choice = { readonly chosen: Hypothesis; readonly likelihood: number }
/** `played`: the choice where few notes speak against a tempo. Dotted beats counted as quarters leave their halves empty, so 6/8 is looked for without. */
type SimpleMeter = Choice & { readonly lattices: readonly PulseLattice[]; readonly played: Choice }

const { sparse: _, ...WITHOUT_SPARSE } = METER_WEIGHTS

const choose = (hypotheses: readonly Hypothesis[], weights: Readonly<Record<string, number>>): Choice => {
  const likely = likelihoods(hypotheses, weights)
  const best = (among: readonly Hypothesis[]): Hypothesis =>
    among.reduce((a, b) => ((likely[hypotheses.indexOf(b)] as number) > (likely[hypotheses.indexOf(a)] as number) ? b : a))
  const sureOf = ({ counting }: Hypothesis): number => hypotheses.reduce((sum, other, i) => sum + (other.counting === counting ? (likely[i] as number) : 0), 0)
  const first = best(hypotheses)
  const chosen = isFour(first) || sureOf(first) >= SURE_METER ? first : best(hypotheses.filter(isFour))
  return { chosen, likelihood: Math.max(0, Math.min(1, sureOf(chosen))) }
}

/** The most likely way to count in twos, or in sevens; undefined where there are too few beats for bars. */
export const countSimply = (
  frames: SoundFrames,
  curves: BeatCurves,
  heard: HeardBeats,
  seconds: number,
  checkpoint: () => void = () => undefined,
): SimpleMeter | undefined => {
  const lattices = findLattices(frames, curves, heard, seconds, checkpoint)
  const hypotheses = hypothesesOf(lattices, heard.tempoBpm).filter(({ tempoBpm, lattice }) => tempoBpm > heard.tempoBpm * 0.8 || lattice.between > BARE)
  if (hypotheses.length === 0) return undefined
  return { lattices, ...choose(hypotheses, WITHOUT_SPARSE), played: choose(hypotheses, METER_WEIGHTS) }
}

/**
 * Which of the tempi that explain a recording is its tempo, and how its beats make bars. Every way to count (a lattice of eighth notes, a meter, a
 * first beat) is described by what repeats after a bar, what happens on its beats and beside them, and how usual its tempo is; the most likely one
 * is taken. The idea of judging tempo, meter and phase together is the bar pointer's (Whiteley, Cemgil & Godsill, ISMIR 2006; Krebs, Böck & Widmer,
 * ISMIR 2013); here the whole recording is one observation, weighed by a conditional logit (McFadden 1974). Whether its quarters are dotted ones is asked
 * afterwards (compound-meter.ts).
 * @returns the beats as they were, and no meter, where there are too few for bars
 */
export const findMeter = (
  frames: SoundFrames,
  curves: BeatCurves,
  heard: HeardBeats,
  seconds: number,
  checkpoint: () => void = () => undefined,
): CountedBeats => {
  const simple = countSimply(frames, curves, heard, seconds, checkpoint)
  if (!simple) return { beats: heard, meter: undefined }
  const compound = compoundOf(curves, simple.lattices, simple.chosen)
  const { chosen, likelihood } = simple.played
  const { beatsPerBar, unit } = compound ? ({ beatsPerBar: 6, unit: 8 } as const) : { beatsPerBar: chosen.counting.beats, unit: chosen.counting.unit }
  const beats = compound ? countedAs(heard, compound.lattice.moments, 30 / compound.lattice.stepSeconds, 0.5) : beatsOf(heard, chosen)
  const bars = firstBeatOf(latticeOf(frames, chromaSums(frames), curves, beats.beats, 1), beatsPerBar)
  return {
    beats,
    meter: { beatsPerBar, unit, firstBar: compound?.first ?? bars.first, meterConfidence: compound?.likelihood ?? likelihood, downbeatConfidence: bars.lead },
  }
}
