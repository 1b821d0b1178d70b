import type { Arranging } from '../../../../src-shared/generation/engine.ts'
import type { RemixControls } from '../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../src-shared/kernel/random.ts'
import type { ControlEvent, Direction, Note, TempoMap } from '../../../../src-shared/score/score.ts'
import type { Slot } from './figure.ts'
import type { Frame } from './frame.ts'
import type { Player } from './players.ts'

/** What a style that composes by itself is asked for. */
export type PieceRequest = { readonly frame: Frame; readonly players: readonly Player[]; readonly random: Random }

/** Bars fromBar..toBar-1 of a piece. The places of the frame say how lively they shall be. */
export type Region = {
  readonly fromBar: number
  readonly toBar: number
  readonly controls: RemixControls
  /** an arranger's word: how lively, and who rests */
  readonly arranging: Arranging | undefined
}

/** What one player has to do in it. Notes are sorted by start, controls and directions by tick. */
export type PiecePart = {
  /** at the head of the staff */
  readonly name: string
  readonly notes: readonly Note[]
  readonly controls: readonly ControlEvent[]
  readonly directions: readonly Direction[]
}

/** A whole piece as its composer hands it over; `parts` by player id. */
export type Piece = {
  readonly themeSeed: number
  readonly slots: readonly Slot[]
  readonly tempoMap: TempoMap
  readonly parts: ReadonlyMap<string, PiecePart>
}
