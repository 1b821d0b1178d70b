import { ticksPerBar } from './musical-time.ts'
import type { ControlEvent, Note, Part, Score } from './score.ts'

/** What of a score plays from `fromTicks` up to `toTicks`. */
export type ScorePiece = { readonly score: Score; readonly fromTicks: number; readonly toTicks: number }

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const isIn = (ticks: number, { fromTicks, toTicks }: ScorePiece): boolean => ticks >= fromTicks && ticks < toTicks

const fits = (base: Score, { score }: ScorePiece): boolean =>
  isSame([base.tempoMap, base.timeSignature, base.barCount, base.key], [score.tempoMap, score.timeSignature, score.barCount, score.key])

/** A note that another take cuts off ends there; slurs reach over cuts, so they are left out. */
const notesOf = (part: Part, piece: ScorePiece): Note[] =>
  part.notes
    .filter(({ startTicks }) => isIn(startTicks, piece))
    .map((note) => {
      const room = piece.toTicks - note.startTicks
      const engraving = note.engraving && {
        ...note.engraving,
        lengthTicks: Math.min(note.engraving.lengthTicks, room),
        marks: note.engraving.marks.filter((mark) => mark !== 'slur-start' && mark !== 'slur-stop'),
      }
      return { ...note, lengthTicks: Math.min(note.lengthTicks, room), ...(engraving && { engraving }) }
    })

const kindOf = (event: ControlEvent): string => (event.kind === 'cc' ? `cc ${event.number}` : event.kind)
/** Volume, place and expression have no rest position that could be returned to. */
const STAYING = new Set(['cc 7', 'cc 10', 'cc 11'])
const atRest = (event: ControlEvent, atTicks: number): ControlEvent =>
  event.kind === 'cc' ? { ...event, atTicks, value: 0 } : { ...event, atTicks, semitones: 0 }

/** Every controller stands at the beginning of a piece as it stood there in the piece's own score. */
const controlsOf = (part: Part, piece: ScorePiece, used: ReadonlyMap<string, ControlEvent>): ControlEvent[] => {
  const standing = new Map<string, ControlEvent>()
  for (const [kind, event] of used) if (!STAYING.has(kind)) standing.set(kind, atRest(event, piece.fromTicks))
  for (const event of part.controls) if (event.atTicks < piece.fromTicks) standing.set(kindOf(event), { ...event, atTicks: piece.fromTicks })
  const inside = part.controls.filter(({ atTicks }) => isIn(atTicks, piece))
  return piece.fromTicks === 0 ? inside : [...standing.values(), ...inside]
}

const splicePart = (id: string, pieces: readonly ScorePiece[]): Part | undefined => {
  const notes: Note[] = []
  const controls: ControlEvent[] = []
  const directions: NonNullable<Part['directions']> = []
  const used = new Map<string, ControlEvent>()
  let player: Part | undefined
  for (const piece of pieces) {
    const part = piece.score.parts.find((one) => one.id === id)
    if (!part) continue
    if (player && !isSame([player.voice, player.mix, player.role], [part.voice, part.mix, part.role])) return undefined
    player ??= part
    notes.push(...notesOf(part, piece))
    controls.push(...controlsOf(part, piece, used))
    for (const event of controls) used.set(kindOf(event), event)
    directions.push(...(part.directions ?? []).filter(({ atTicks }) => isIn(atTicks, piece)))
  }
  return player && { ...player, notes, controls, ...(player.directions && { directions }) }
}

/**
 * One score from pieces of several that share tempo, metre, length and players: what a comp of their recordings plays.
 *
 * @param base   form, ending and mix are its own
 * @param pieces cover the whole length in order, neighbours from different scores
 * @returns undefined where the scores cannot be one
 */
export const spliceScores = (base: Score, pieces: readonly ScorePiece[]): Score | undefined => {
  if (!pieces.every((piece) => fits(base, piece))) return undefined
  const ids = new Set([base, ...pieces.map(({ score }) => score)].flatMap(({ parts }) => parts.map(({ id }) => id)))
  const parts: Part[] = []
  for (const id of ids) {
    const part = splicePart(id, pieces)
    if (!part && pieces.some(({ score }) => score.parts.some((one) => one.id === id))) return undefined
    if (part) parts.push(part)
  }
  const bar = ticksPerBar(base.timeSignature)
  const lyrics = pieces.flatMap((piece) => (piece.score.lyrics ?? []).filter((line) => isIn(line.bar * bar, piece)))
  return {
    ...base,
    parts,
    chords: pieces.flatMap((piece) =>
      piece.score.chords
        .filter(({ startTicks }) => isIn(startTicks, piece))
        .map((chord) => ({ ...chord, lengthTicks: Math.min(chord.lengthTicks, piece.toTicks - chord.startTicks) })),
    ),
    ...(lyrics.length > 0 && { lyrics }),
  }
}
