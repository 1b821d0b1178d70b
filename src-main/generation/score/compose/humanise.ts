import type { Random } from '../../../../src-shared/kernel/random.ts'
import { TICKS_PER_QUARTER } from '../../../../src-shared/kernel/units.ts'
import type { Note, PartRole } from '../../../../src-shared/score/score.ts'
import type { Feel } from '../styles/taste.ts'
import type { BarPlace, Sketch } from './figure.ts'
import { type Meter, metricWeight } from './meter.ts'

export type Swing = { readonly amount: number; readonly grid: 'eighth' | 'sixteenth' }

/** How late swing puts a written position, in ticks: each pair of grid notes is bent so that the second starts at `amount` of the pair. */
export const swingDelay = (ticks: number, swing: Swing, meter: Meter): number => {
  if (swing.amount === 0.5 || meter.compound) return 0
  const pair = swing.grid === 'eighth' ? TICKS_PER_QUARTER : TICKS_PER_QUARTER / 2
  const position = ((ticks % meter.barTicks) % pair) / pair
  const bent = position < 0.5 ? position * 2 * swing.amount : swing.amount + (position - 0.5) * 2 * (1 - swing.amount)
  return Math.round((bent - position) * pair)
}

export type HumanRequest = {
  readonly role: PartRole
  readonly feel: Feel
  readonly swing: Swing
  readonly tempoBpm: number
  readonly meter: Meter
  readonly places: readonly BarPlace[]
  /** per bar, 0 in company .. 1 alone */
  readonly exposed: Float64Array
  readonly random: Random
}

/** How much harder a player strikes when nobody else plays, in velocity; pads swell by themselves. */
const PLAYS_OUT: Readonly<Partial<Record<PartRole, number>>> = { drums: 0, percussion: 0, pad: 4 }

/**
 * Gives a written part its player. Timing drifts slowly around the role's habitual lateness instead of jittering note by note, chords stay
 * together, velocities follow the metre and an arch over each four-bar phrase.
 */
export const humanise = (sketches: readonly Sketch[], request: HumanRequest): Note[] => {
  const { role, feel, swing, tempoBpm, meter, places, exposed, random } = request
  const ticksPerMs = (tempoBpm / 60 / 1000) * TICKS_PER_QUARTER
  const sorted = sketches.toSorted((a, b) => a.at - b.at || a.pitch - b.pitch)
  const timing = random.fork('timing')
  const touch = random.fork('touch')
  const notes: Note[] = []
  let drift = 0
  let lean = 0
  let lastAt = -1
  for (const sketch of sorted) {
    if (sketch.at !== lastAt) {
      drift = drift * 0.75 + timing.normal() * feel.looseMs * 0.66
      lean = lean * 0.6 + touch.normal() * 2
      lastAt = sketch.at
    }
    const bar = Math.floor(sketch.at / meter.barTicks)
    const place = places[Math.min(places.length - 1, bar)]
    const inPhrase = place ? ((place.barInSection % 4) + (sketch.at % meter.barTicks) / meter.barTicks) / 4 : 0.5
    const arch = 1 + feel.arch * 0.22 * (Math.sin(Math.PI * Math.min(1, inPhrase * 0.9 + 0.1)) - 0.6)
    const accent = role === 'drums' || role === 'percussion' ? 1 : 0.93 + 0.07 * metricWeight(meter, sketch.at)
    const alone = (PLAYS_OUT[role] ?? 30) * (exposed[bar] ?? 0)
    const velocity = Math.round((20 + 100 * sketch.force + alone) * arch * accent + lean + touch.normal() * 1.2)
    const lateMs = (feel.lateMs[role] ?? 0) + Math.max(-3 * feel.looseMs, Math.min(3 * feel.looseMs, drift))
    const micro = Math.round(lateMs * ticksPerMs) + swingDelay(sketch.at, swing, meter) + Math.round(sketch.spreadTicks ?? 0)
    notes.push({
      startTicks: sketch.at,
      lengthTicks: Math.max(30, Math.round(sketch.length)),
      pitch: sketch.pitch,
      velocity: Math.max(1, Math.min(127, velocity)),
      microTicks: Math.max(-sketch.at, micro),
    })
  }
  return notes
}

/** Lets only one note sound at a time: the highest of a chord wins (on a drum the hardest stroke), each note ends before the next begins. */
export const monophonic = (notes: readonly Note[], isDrum = false): Note[] => {
  const wins = (note: Note, over: Note): boolean => (isDrum ? note.velocity > over.velocity : note.pitch > over.pitch)
  const kept: Note[] = []
  for (const note of notes) {
    const last = kept.at(-1)
    if (last && last.startTicks === note.startTicks) {
      if (wins(note, last)) kept[kept.length - 1] = note
    } else kept.push(note)
  }
  return kept.map((note, index) => {
    const next = kept[index + 1]
    const room = next ? next.startTicks + next.microTicks - note.startTicks - note.microTicks : Number.POSITIVE_INFINITY
    return note.lengthTicks > room ? { ...note, lengthTicks: Math.max(1, Math.floor(room)) } : note
  })
}

/** Ends a pitch before it is struck again by the same player, so that no note is cut by its own repetition. */
export const withoutOverlaps = (notes: readonly Note[]): Note[] => {
  const nextStart = new Map<number, number>()
  const result: Note[] = []
  for (let i = notes.length - 1; i >= 0; i--) {
    const note = notes[i]
    if (!note) continue
    const start = note.startTicks + note.microTicks
    const limit = nextStart.get(note.pitch)
    if (limit !== undefined && limit <= start) continue
    nextStart.set(note.pitch, start)
    result.push(limit !== undefined && start + note.lengthTicks > limit ? { ...note, lengthTicks: Math.max(1, limit - start) } : note)
  }
  return result.reverse()
}
