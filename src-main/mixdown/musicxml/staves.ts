import type { Part } from '../../../src-shared/score/score.ts'
import { isDrums, programOf } from '../score-to-midi.ts'
import { tag, type Xml } from '../xml.ts'

/** Five lines of a part. `number`: 1 or 2 where the part has two, counted from above; undefined where it has one. */
export type Staff = { readonly part: Part; readonly partId: string; readonly number: number | undefined }
/** One musician's line of the score: `parts` from above, each on a staff of its own. */
export type Player = { readonly id: string; readonly name: string; readonly parts: readonly [Part, ...Part[]] }

export const staffTag = ({ number }: Staff): Xml | undefined => (number === undefined ? undefined : tag('staff', {}, number))
export const stavesOf = ({ id, parts }: Player): Staff[] => parts.map((part, index) => ({ part, partId: id, number: parts.length > 1 ? index + 1 : undefined }))

/** General MIDI's pianos, harpsichord and organs. */
export const isKeyboard = (part: Part): boolean => {
  const program = programOf(part)
  return !isDrums(part) && (program <= 7 || (program >= 16 && program <= 20))
}
const handOf = ({ name }: Part) => /^(.*), (right|left) hand$/.exec(name)
/** Two parts that are the hands of one keyboard; two pianos are not. */
const areHands = (upper: Part, lower: Part | undefined): lower is Part =>
  lower !== undefined && isKeyboard(upper) && isKeyboard(lower) && handOf(upper) !== null && handOf(upper)?.[1] === handOf(lower)?.[1]

const MIDDLE_C = 60
/** A keyboard that plays below the one and above the other needs both clefs. */
const LOW = 50
const HIGH = 67
const needsBothClefs = (part: Part): boolean => isKeyboard(part) && part.notes.some(({ pitch }) => pitch < LOW) && part.notes.some(({ pitch }) => pitch > HIGH)

/** The hands of a wide keyboard part, parted at middle C; signs stand between them, with the upper one. */
const inTwoHands = (part: Part): readonly [Part, Part] => [
  { ...part, notes: part.notes.filter(({ pitch }) => pitch >= MIDDLE_C) },
  { ...part, notes: part.notes.filter(({ pitch }) => pitch < MIDDLE_C), directions: [] },
]

/** Who plays, in the order of the score: every part that has notes, the hands of a keyboard together. */
export const playersOf = (parts: readonly Part[]): Player[] => {
  const heard = parts.filter(({ notes }) => notes.length > 0)
  const players: Omit<Player, 'id'>[] = []
  for (let index = 0; index < heard.length; index++) {
    const part = heard[index] as Part
    const next = heard[index + 1]
    if (areHands(part, next)) {
      players.push({ name: handOf(part)?.[1] ?? part.name, parts: [part, next] })
      index++
    } else players.push({ name: part.name, parts: needsBothClefs(part) ? inTwoHands(part) : [part] })
  }
  return players.map((player, index) => ({ id: `P${index + 1}`, ...player }))
}

/** General MIDI's viola, which reads the alto clef, and its cello, which reads the tenor clef where it plays high. */
const VIOLA = 41
const CELLO = 42

export const clefOf = ({ part, number }: Staff): Xml => {
  const clef = (sign: string, line?: number) =>
    tag('clef', number === undefined ? {} : { number }, tag('sign', {}, sign), line === undefined ? undefined : tag('line', {}, line))
  if (isDrums(part)) return clef('percussion')
  if (programOf(part) === VIOLA) return clef('C', 3)
  const mean = part.notes.reduce((sum, { pitch }) => sum + pitch, 0) / part.notes.length
  if (programOf(part) === CELLO) return mean < 62 ? clef('F', 4) : mean < 67 ? clef('C', 4) : clef('G', 2)
  // a left hand leaves its own clef only where it would stand on many ledger lines
  return mean < (number === 2 ? 65 : 57) ? clef('F', 4) : clef('G', 2)
}
