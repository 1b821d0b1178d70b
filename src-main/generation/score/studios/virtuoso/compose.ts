import { createRandom, type Random } from '../../../../../src-shared/kernel/random.ts'
import type { Key } from '../../../../../src-shared/score/score.ts'
import type { Piece, PieceRequest } from '../../compose/piece.ts'
import type { Draft } from './draft.ts'
import type { FormRequest } from './forms/joined.ts'
import { perform } from './orchestra/perform.ts'
import { isUnpitched, seatVoices } from './orchestra/seating.ts'

export type Form = { readonly compose: (request: FormRequest) => Draft; readonly isFugal: boolean }

/** The modes of the plan in which this music is written: the two of its time. */
const classical = ({ tonic, mode }: Key): Key => ({ tonic, mode: mode === 'minor' || mode === 'dorian' || mode === 'phrygian' ? 'minor' : 'major' })

const ATTEMPTS = 12
const SAME_THEMES = 4

/** Themes are worked out anew a few times; those that cannot be are dropped for others. The seeds alone decide. */
const composed = ({ compose }: Form, request: Omit<FormRequest, 'themes' | 'random'>, themes: Random, random: Random): Draft => {
  for (let attempt = 0; ; attempt++) {
    try {
      return compose({ ...request, themes: attempt < SAME_THEMES ? themes : themes.fork(`attempt ${attempt}`), random: random.fork(`attempt ${attempt}`) })
    } catch (error) {
      if (!(error instanceof RangeError) || attempt >= ATTEMPTS) throw error
    }
  }
}

/**
 * A draft and who plays it.
 *
 * @throws RangeError nothing can be written for this metre and band
 */
export const writePiece = (form: Form, { frame, players, random }: PieceRequest, themeSeed: number): Piece & { readonly draft: Draft } => {
  const pitched = players.filter((player) => !isUnpitched(player)).length
  const isSolo = players.some(({ instrument }) => !instrument.monophonic)
  const seating = seatVoices(players, !isSolo && pitched > 0 && pitched <= 3 ? 3 : 4, form.isFugal)
  const request = { key: classical(frame.key), meter: frame.meter, sections: frame.sections, compasses: seating.compasses, closes: frame.closes }
  const draft = composed(form, request, createRandom(themeSeed), random.fork('draft'))
  const slots = draft.stages.map(({ startTicks, lengthTicks, chord }) => ({ startTicks, lengthTicks, chord }))
  return { draft, themeSeed, slots, ...perform(draft, seating, frame, random.fork('performance')) }
}

export const composePiece =
  (form: Form) =>
  (request: PieceRequest): Piece => {
    const { themeSeed, slots, tempoMap, parts } = writePiece(form, request, request.random.fork('themes').int(0, 0xffffffff))
    return { themeSeed, slots, tempoMap, parts }
  }
