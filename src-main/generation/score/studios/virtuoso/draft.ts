import type { Key, Section } from '../../../../../src-shared/score/score.ts'
import type { Meter } from '../../compose/meter.ts'
import type { Compass, Line } from './counterpoint/line.ts'
import type { Manner } from './counterpoint/rules.ts'
import type { Stage } from './counterpoint/stage.ts'
import type { CadenceKind } from './forms/phrase.ts'

/** How the lower voices move under the melody. */
export type Accompaniment = 'held' | 'pulse' | 'alberti' | 'waltz' | 'tutti' | 'lines'

/** A cadence as the form has it: `bar` is where its last chord stands. */
export type Cadence = { readonly bar: number; readonly kind: CadenceKind; readonly key: Key }

/** An entry of a fugue's theme; ticks of its first tone. */
export type Entry = {
  readonly theme: 'subject' | 'answer' | 'countersubject'
  readonly voice: number
  readonly atTicks: number
  readonly lengthTicks: number
  readonly key: Key
}

/** The piece before anybody plays it: real voices over chords, and what the form says about each bar. */
export type Draft = {
  readonly manner: Manner
  readonly meter: Meter
  readonly widest: number
  readonly compasses: readonly Compass[]
  readonly stages: readonly Stage[]
  /** highest voice first */
  readonly lines: readonly Line[]
  readonly sections: readonly Section[]
  readonly cadences: readonly Cadence[]
  readonly entries: readonly Entry[]
  /** schemata in order, for those who read the form */
  readonly schemata: readonly { readonly bar: number; readonly name: string }[]
  /** by bar */
  readonly accompaniment: readonly Accompaniment[]
}
