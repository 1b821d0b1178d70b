import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { SectionRole } from '../../../../../src-shared/score/score.ts'
import { PICKS_PER_SECOND } from './fretboard.ts'

/** What a right hand does: a palm-muted pedal tone, a power chord, a single note left open. */
export type StrokeKind = 'mute' | 'chord' | 'note'
/** `step` in sixteenths from the riff's start. `degree`: scale steps above the chord's root, or the tritone and the flat second of the idiom. */
export type RiffStroke = {
  readonly step: number
  readonly steps: number
  readonly kind: StrokeKind
  readonly degree: number | 'tritone' | 'flat-second'
  readonly accent: boolean
}
export type RiffKind = 'gallop' | 'thrash' | 'chug' | 'pedal' | 'chorus' | 'drive' | 'tremolo' | 'breakdown' | 'doom' | 'doom-chug'
export type Riff = { readonly kind: RiffKind; readonly bars: number; readonly strokes: readonly RiffStroke[] }

/**
 * Sixteenths, two bars. M and m: palm-muted pedal, accented or not; X: power chord, n: open single note, both held by "-"; dots rest.
 * Which degree a chord or note takes is drawn.
 */
const PATTERNS: Readonly<Record<RiffKind, readonly string[]>> = {
  gallop: ['M.mmM.mmM.mmX-X- M.mmM.mmX-X-X---', 'M.mmM.mmM.mmM.mm X-mmX-mmX---X---', 'X-mmM.mmX-mmM.mm X-mmM.mmX-X-M.mm'],
  thrash: ['MmmmMmmmMmmmX-X- MmmmMmmmX-X-X-X-', 'X-mmMmmmX-mmMmmm X-mmX-mmX-mmMmmm', 'MmmmX-mmMmmmX-mm MmmmX-mmX-X-X---'],
  chug: ['M.M.X--.M.M.M.X- M.M.X--.X---X---', 'M..M..M.X---M.M. M..M..M.X---X---', 'X--.M.M.X--.M.M. X--.M.M.X-X-X---'],
  pedal: ['MmnmMmnmMmnmMmn- MmnmMmnmn-n-n---', 'M.n-M.n-M.n-n-n- M.n-M.n-n---n---', 'MmmnMmmnMmn-Mmn- MmmnMmmnn-n-X---'],
  chorus: ['X-------X------- X-------X---X---', 'X-----X-X------- X-----X-X-----X-', 'X--X--X-X------- X--X--X-X---X---'],
  drive: ['X-X-X-X-X-X-X-X- X-X-X-X-X-X-X-X-', 'X-X-X-X-X-X-X--- X-X-X-X-X---X-X-'],
  tremolo: ['nnnnnnnnnnnnnnnn nnnnnnnnnnnnnnnn'],
  breakdown: ['M..M..M...M.M... M..M..M...X-----', 'M.MM...M..M.X--- M.MM...M..M.X---', 'M...M.M...MM..M. M...M.M...X-----'],
  doom: ['X-------------.. X-------X-------', 'X-----------X--- X---------------', 'X-------X------- X-------------X-'],
  'doom-chug': ['X-------M...M... X-------X-------', 'X---M...X---M... X-------X---X---'],
}

/** Degrees that open chords and notes of a riff move through, in order; phrases return home. */
const PATHS: readonly (readonly RiffStroke['degree'][])[] = [
  [0, 2, 1, 0],
  [0, 5, 6, 0],
  [1, 0, 2, 0],
  ['tritone', 3, 2, 0],
  ['flat-second', 0, 2, 'flat-second'],
  [0, 2, 3, 'tritone'],
  [4, 3, 2, 0],
  [0, 'flat-second', 0, 'tritone'],
]
const LIGHT_PATHS: readonly (readonly number[])[] = [
  [0, 2, 4, 5],
  [2, 1, 0, 4],
  [4, 5, 4, 2],
  [7, 5, 4, 2],
]

const drawPath = (kind: RiffKind, random: Random): readonly RiffStroke['degree'][] => {
  if (kind === 'chorus' || kind === 'drive') return [0]
  if (kind === 'breakdown') return random.pick([[0, 'flat-second'], [0, 'tritone'], [0]])
  if (kind === 'tremolo') return random.pick(LIGHT_PATHS)
  return random.pick(PATHS)
}

/** One riff. Above the speed of a picking hand, sixteenths thin out to eighths. */
export const drawRiff = (kind: RiffKind, tempoBpm: number, random: Random): Riff => {
  const written = random.fork('pattern').pick(PATTERNS[kind]).replaceAll(' ', '')
  const path = drawPath(kind, random.fork('path'))
  const isTooFast = tempoBpm / 15 > PICKS_PER_SECOND
  const strokes: RiffStroke[] = []
  let open = 0
  for (let step = 0; step < written.length; step++) {
    const mark = written[step] ?? '.'
    if (mark === '.' || mark === '-') continue
    if (isTooFast && step % 2 === 1) continue
    let steps = 1
    while (written[step + steps] === '-' && step + steps < written.length) steps++
    if (mark === 'M' || mark === 'm') strokes.push({ step, steps: 1, kind: 'mute', degree: 0, accent: mark === 'M' })
    else {
      const index = kind === 'tremolo' ? Math.floor(step / 4) : open++
      strokes.push({ step, steps, kind: mark === 'X' ? 'chord' : 'note', degree: path[index % path.length] ?? 0, accent: step % 4 === 0 })
    }
  }
  return { kind, bars: 2, strokes }
}

export type RiffStyle = 'metal' | 'thrash' | 'doom'

const KINDS: Readonly<Record<RiffStyle, Readonly<Partial<Record<SectionRole, readonly RiffKind[]>>>>> = {
  metal: {
    intro: ['gallop', 'pedal', 'chorus'],
    verse: ['gallop', 'chug', 'pedal'],
    chorus: ['chorus', 'drive'],
    bridge: ['pedal', 'tremolo', 'chorus'],
    solo: ['drive', 'gallop'],
    break: ['breakdown'],
    outro: ['gallop', 'chorus'],
  },
  thrash: {
    intro: ['chug', 'thrash', 'tremolo'],
    verse: ['thrash', 'gallop', 'pedal'],
    chorus: ['drive', 'thrash'],
    bridge: ['tremolo', 'pedal'],
    solo: ['thrash', 'drive'],
    break: ['breakdown'],
    outro: ['thrash', 'chug'],
  },
  doom: {
    intro: ['doom'],
    verse: ['doom', 'doom-chug'],
    chorus: ['doom', 'chorus'],
    bridge: ['doom-chug'],
    solo: ['doom'],
    break: ['doom-chug'],
    outro: ['doom'],
  },
}

export const riffKind = (style: RiffStyle, role: SectionRole, random: Random): RiffKind => random.pick(KINDS[style][role] ?? KINDS[style].verse ?? ['chug'])
