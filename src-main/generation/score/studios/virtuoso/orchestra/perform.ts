import type { Random } from '../../../../../../src-shared/kernel/random.ts'
import type { ControlEvent, Direction, Note } from '../../../../../../src-shared/score/score.ts'
import type { Frame } from '../../../compose/frame.ts'
import type { PiecePart } from '../../../compose/piece.ts'
import { endOf, toneAt } from '../counterpoint/line.ts'
import type { Draft } from '../draft.ts'
import { type Articulated, articulate } from './articulate.ts'
import { type Dynamics, dynamicsOf } from './dynamics.ts'
import { cadentialTrills, type Trill } from './ornament.ts'
import type { Chair, Seating } from './seating.ts'
import { finalTicks, tempoOf, tempoWords } from './tempo.ts'
import { pageOf } from './texture.ts'

const KEYBOARDS = /piano|harpsichord|celesta|clav/
/** Plucked and struck strings do not swell on a tone, and an organ's pipes know no touch. */
const FIXED = /piano|harpsichord|celesta|clav|harp|guitar|vibraphone|marimba|glockenspiel|organ/
const UNTOUCHED = /organ|harpsichord/
/** Timing of musicians who breathe together, milliseconds. */
const LOOSE_MS = 5

type Stand = { readonly draft: Draft; readonly frame: Frame; readonly dynamics: Dynamics; readonly trills: readonly Trill[]; readonly lastTicks: number }

const soundOf = ({ draft, frame, lastTicks }: Stand, tone: Articulated): number => {
  const finalAt = (draft.accompaniment.length - 1) * draft.meter.barTicks
  const isLast = frame.closes && tone.at >= finalAt && endOf(tone) >= finalAt + draft.meter.barTicks
  const room = Math.max(240, finalAt + lastTicks - tone.at)
  return isLast ? room : frame.closes ? Math.min(tone.soundTicks, room) : tone.soundTicks
}

const playVoice = (stand: Stand, tones: readonly Articulated[], chair: Chair, random: Random): Note[] => {
  const { draft, frame, dynamics, trills } = stand
  // who is alone plays out
  const soundingAt = (ticks: number): number => draft.lines.filter((line) => toneAt(line, ticks)).length
  const { id } = chair.player.instrument
  const octaves = 12 * (chair.doubling ?? 0)
  const ticksPerMs = (frame.tempoBpm * 960) / 60_000
  let drift = 0
  return tones.flatMap((tone): Note[] => {
    drift = 0.7 * drift + 0.7 * LOOSE_MS * random.normal()
    const force = UNTOUCHED.test(id) ? 0.6 : dynamics.levelAt(tone.at) + tone.accent
    // what lies under the tune is played a little softer
    const behind = tone.voice > 0 && !UNTOUCHED.test(id) ? (tone.isFigure ? 9 : 5) : 0
    const alone = UNTOUCHED.test(id) ? 0 : 0.24 * (1 - soundingAt(tone.at) / draft.lines.length)
    const velocity = Math.round(Math.max(18, Math.min(122, 44 + 66 * (force + alone) - behind + 1.5 * random.normal())))
    const micro = Math.max(-tone.at, Math.round(Math.max(-2 * LOOSE_MS, Math.min(2 * LOOSE_MS, drift)) * ticksPerMs))
    const engraving = { lengthTicks: Math.max(1, Math.round(tone.length)), voice: tone.voice + 1, marks: [...tone.marks], hidden: false }
    const note: Note = {
      startTicks: tone.at,
      lengthTicks: soundOf(stand, tone),
      pitch: tone.pitch + octaves,
      velocity,
      microTicks: micro,
      engraving,
    }
    const trill = tone.voice === 0 && chair.doubling === undefined ? trills.find(({ atTicks }) => atTicks === tone.at) : undefined
    if (!trill) return [note]
    // the page has the main note where the ornament begins; its first sounding stroke is the second one
    return trill.notes.map((stroke, index): Note => {
      const isWritten = index === 1
      return {
        ...note,
        startTicks: isWritten ? tone.at : stroke.at,
        microTicks: isWritten ? stroke.at - tone.at : 0,
        lengthTicks: stroke.length,
        pitch: stroke.pitch,
        velocity: Math.max(18, velocity - 4),
        engraving: isWritten ? { ...engraving, marks: ['trill'] } : { ...engraving, lengthTicks: stroke.length, marks: [], hidden: true },
      }
    })
  })
}

const byTime = (a: Note, b: Note): number => a.startTicks - b.startTicks || a.pitch - b.pitch

/** Two voices of one player on one key are one stroke; a key that is struck again is let go first. */
const oneHand = (notes: readonly Note[]): Note[] => {
  const next = new Map<number, number>()
  return notes
    .toSorted((a, b) => a.startTicks + a.microTicks - b.startTicks - b.microTicks)
    .toReversed()
    .flatMap((note): Note[] => {
      const start = note.startTicks + note.microTicks
      const limit = next.get(note.pitch)
      if (limit !== undefined && limit - start < 30) return []
      next.set(note.pitch, start)
      return limit !== undefined && start + note.lengthTicks > limit ? [{ ...note, lengthTicks: limit - start }] : [note]
    })
    .toSorted(byTime)
}

/** A single voice never sounds over its next note. */
const oneAtATime = (notes: readonly Note[]): Note[] => {
  const sorted = notes.toSorted((a, b) => a.startTicks + a.microTicks - b.startTicks - b.microTicks)
  return sorted
    .map((note, index) => {
      const next = sorted[index + 1]
      const room = next ? next.startTicks + next.microTicks - note.startTicks - note.microTicks : Number.POSITIVE_INFINITY
      return note.lengthTicks > room ? { ...note, lengthTicks: Math.max(1, room) } : note
    })
    .toSorted(byTime)
}

/** Whoever can swells with the phrases, and lets the last chord die away. */
const swellsFor = (id: string, { dynamics, frame, draft, lastTicks }: Stand): readonly ControlEvent[] => {
  if (FIXED.test(id)) return []
  if (!frame.closes) return dynamics.swells
  const finalAt = (draft.accompaniment.length - 1) * draft.meter.barTicks
  const level = dynamics.swells.findLast(({ atTicks }) => atTicks < finalAt)
  const from = level?.kind === 'cc' ? level.value : 110
  const falls = Array.from({ length: 9 }, (_, step): ControlEvent => {
    const share = step / 8
    return { kind: 'cc', atTicks: finalAt + Math.round(share * lastTicks), number: 11, value: Math.round(from * (1 - 0.5 * share ** 1.5)) }
  })
  return [...dynamics.swells.filter(({ atTicks }) => atTicks < finalAt), ...falls]
}

const ROMAN = ['I', 'II', 'III', 'IV']
/** Names at the head of the staves: players of the same kind are numbered, the hands of one keyboard named. */
const namesOf = (chairs: readonly Chair[]): string[] =>
  chairs.map((chair) => {
    const { instrument, role } = chair.player
    const same = chairs.filter(({ player }) => player.instrument.id === instrument.id)
    if (same.length < 2) return instrument.name
    if (!instrument.monophonic) return `${instrument.name}, ${role === 'lead' ? 'right' : 'left'} hand`
    return `${instrument.name} ${ROMAN[same.indexOf(chair)] ?? same.indexOf(chair) + 1}`
  })

/**
 * Who plays what, and how: voices in the chairs, bowing and touch, dynamics as velocity and expression, trills before cadences, a ritardando
 * into the last chord.
 */
export const perform = (
  draft: Draft,
  { chairs }: Seating,
  frame: Frame,
  random: Random,
): { readonly tempoMap: ReturnType<typeof tempoOf>; readonly parts: ReadonlyMap<string, PiecePart> } => {
  const { meter, accompaniment } = draft
  const tempoMap = tempoOf(frame, accompaniment.length, meter)
  const finalAt = (accompaniment.length - 1) * meter.barTicks
  const lastTicks = frame.ending === 'cold' ? 960 : finalTicks(tempoMap, finalAt, frame.lengthSeconds, meter)
  const dynamics = dynamicsOf(draft)
  const stand: Stand = { draft, frame, dynamics, trills: cadentialTrills(draft, frame.tempoBpm), lastTicks }
  const words = tempoWords(tempoMap)
  const names = namesOf(chairs)
  const parts = chairs.map((chair, index): [string, PiecePart] => {
    const { player, voices, doubling } = chair
    const { instrument } = player
    const tones = pageOf(draft, voices, KEYBOARDS.test(instrument.id)).filter(
      ({ at }) => doubling === undefined || dynamics.isTutti(Math.floor(at / meter.barTicks)) || (frame.closes && at >= finalAt),
    )
    const touch = { meter, tempoBpm: frame.tempoBpm, slurs: !UNTOUCHED.test(instrument.id), detached: UNTOUCHED.test(instrument.id) ? 0.9 : 0.94 }
    const hand = random.fork(`hands ${player.id}`)
    const notes = [...new Set(tones.map(({ voice }) => voice))].flatMap((voice) => {
      const own = tones.filter((tone) => tone.voice === voice)
      return playVoice(stand, articulate(own, touch), chair, hand.fork(`voice ${voice}`))
    })
    const inRange = notes.filter(({ pitch }) => pitch >= instrument.range.low && pitch <= instrument.range.high)
    const directions: Direction[] = [...(index === 0 ? words : []), ...dynamics.directions].toSorted((a, b) => a.atTicks - b.atTicks)
    const played = instrument.monophonic ? oneAtATime(inRange) : oneHand(inRange)
    return [player.id, { name: names[index] ?? instrument.name, notes: played, controls: swellsFor(instrument.id, stand), directions }]
  })
  return { tempoMap, parts: new Map(parts) }
}
