import type { Note, Part, Score } from '../../../../src-shared/score/score.ts'
import type { Sketch } from './figure.ts'
import type { Meter } from './meter.ts'

/** One player is to play some bars anew while everybody else plays on: notes that start in [fromTicks, toTicks). */
export type Solo = { readonly part: Part; readonly score: Score; readonly fromTicks: number; readonly toTicks: number; readonly meter: Meter }

/**
 * What of a player's notes others lean on, so that they stay as they are; a sentence where that is all of them: why this player has nothing to
 * play alone.
 */
export type Bound = ((note: Note) => boolean) | string

/** What others play already, for a player who is drawn anew and listens to them: by player id. */
export type Standing = ReadonlyMap<string, readonly Note[]>

/** Played notes as they were written. */
export const sketchesOf = (notes: readonly Note[]): Sketch[] =>
  notes.map(({ startTicks, lengthTicks, pitch, velocity }) => ({ at: startTicks, length: lengthTicks, pitch, force: velocity / 127 }))
