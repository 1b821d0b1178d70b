import type { Score } from '../../src-shared/score/score.ts'
import * as metrics from './score-metrics.ts'
import { byStyle, type Column, type Measured, within } from './table.ts'

/** A score and others of its style, to be unlike them. */
type Page = { readonly score: Score; readonly others: readonly Score[] }

const leadPitches = (score: Score): number[] => metrics.leadOf(score)?.notes.map((note) => note.pitch) ?? []

export const SCORE_COLUMNS: readonly Column<Page>[] = [
  { title: 'scale', target: '>= .95', measure: ({ score }) => metrics.scaleShare(score), isGood: within(0.95, 1) },
  { title: 'strong', target: '>= .70', measure: ({ score }) => metrics.strongChordShare(score), isGood: within(0.7, 1) },
  { title: 'motif', target: '>= .60', measure: ({ score }) => metrics.motifCoverage(score), isGood: within(0.6, 1) },
  { title: 'rests', target: '>= .80', measure: ({ score }) => metrics.phraseRestShare(score), isGood: within(0.8, 1) },
  // pentatonic lines (lo-fi, house, ambient) step in minor thirds too
  {
    title: 'steps',
    target: '.45...85',
    measure: ({ score }) => metrics.stepShare(score),
    isGood: byStyle({ lofi: [0.33, 0.85], house: [0.4, 0.85], ambient: [0.2, 0.85], 'acoustic-pop': [0.45, 0.85], chip: [0.45, 0.85] }),
  },
  { title: 'wide leaps', target: '<= .02', measure: ({ score }) => metrics.wideLeapShare(score), isGood: within(0, 0.02) },
  { title: 'repeats', target: '<= 4', measure: ({ score }) => metrics.longestRepeat(score), isGood: within(0, 4) },
  { title: 'climax', target: '.45...85', measure: ({ score }) => metrics.climaxPosition(score), isGood: within(0.45, 0.85) },
  { title: 'voices move', target: '<= 3', measure: ({ score }) => metrics.voiceMovement(score), isGood: within(0, 3) },
  { title: 'mud', target: '0', measure: ({ score }) => metrics.muddyShare(score), isGood: within(0, 0) },
  {
    title: 'bass on kick',
    target: '>= .4',
    measure: ({ score }) => metrics.bassOnKickShare(score),
    // house basses answer the kick between the beats
    isGood: byStyle({ house: [0.1, 1], lofi: [0.35, 1], ambient: [0, 1], 'acoustic-pop': [0.35, 1], chip: [0.2, 1] }),
  },
  { title: 'energy', target: '>= .60', measure: ({ score }) => metrics.energyCorrelation(score), isGood: within(0.6, 1) },
  { title: 'silence s', target: '<= 1', measure: ({ score }) => metrics.longestSilenceSeconds(score), isGood: within(0, 1) },
  {
    title: 'unlike others',
    target: '>= .5',
    measure: ({ score, others }) =>
      Math.min(
        ...others.filter((other) => other !== score).map((other) => metrics.melodyDistance(leadPitches(score).slice(0, 60), leadPitches(other).slice(0, 60))),
      ),
    isGood: within(0.5, 1),
  },
]

export const measureScore = (score: Score, others: readonly Score[]): Measured =>
  Object.fromEntries(SCORE_COLUMNS.map((column) => [column.title, column.measure({ score, others })]))
