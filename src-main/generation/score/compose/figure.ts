import type { Random } from '../../../../src-shared/kernel/random.ts'
import type { Section } from '../../../../src-shared/score/score.ts'
import type { ChordSpec } from './chord-spec.ts'
import type { Meter } from './meter.ts'

/** A note before a player touched it: on the grid, loudness 0..1. `spreadTicks` is a written strum or roll offset. */
export type Sketch = { readonly at: number; readonly length: number; readonly pitch: number; readonly force: number; readonly spreadTicks?: number }

/** One chord of the piece in absolute ticks. */
export type Slot = { readonly startTicks: number; readonly lengthTicks: number; readonly chord: ChordSpec }

/** A chord that sounds in the bar being played (it may have begun earlier or last longer), with this part's voicing, low to high. */
export type BarSlot = Slot & { readonly voicing: readonly number[] }

/** Where a bar lies in the piece. */
export type BarPlace = {
  readonly bar: number
  readonly startTicks: number
  readonly section: Section
  readonly sectionIndex: number
  readonly barInSection: number
  /** how often this section's label was heard before */
  readonly occurrence: number
  readonly nextSection: Section | undefined
  /** the energy of this very bar, ramps included, 0..1 */
  readonly energy: number
}

/** Everything a figure may know. Returned sketches are in absolute ticks; the figure may ring into the next bar. */
export type Scene = {
  readonly place: BarPlace
  readonly meter: Meter
  readonly slots: readonly BarSlot[]
  readonly nextChord: ChordSpec
  readonly range: { readonly low: number; readonly high: number }
  /** onsets of the kick in this bar, absolute ticks (empty for the drums themselves and where there are none) */
  readonly kicks: readonly number[]
  /** the last pitch this part played */
  readonly lastPitch: number | undefined
  /** same stream for all bars of sections with this label: what should recur draws from here */
  readonly shared: Random
  /** fresh stream for this bar: what should vary draws from here */
  readonly fresh: Random
  /** 0 as written .. 1 unusual; regenerate raises it */
  readonly adventure: number
}

export type Figure = (scene: Scene) => Sketch[]
