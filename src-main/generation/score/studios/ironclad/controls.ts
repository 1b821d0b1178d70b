import type { ControlEvent, Note } from '../../../../../src-shared/score/score.ts'
import type { Frame } from '../../compose/frame.ts'
import type { Player } from '../../compose/players.ts'
import { MUTED_TICKS } from './guitars-and-bass.ts'

/** Controller 67: the palm on the strings. Read by the sound of a guitar that has a muted string to change to. */
const PALM = 67
const startOf = (note: Note): number => Math.max(0, note.startTicks + note.microTicks)

/** Every single short note is under the palm; chords and held notes are open. Said again in every bar, so that bars can be exchanged one by one. */
const palm = (notes: readonly Note[], barTicks: number): ControlEvent[] => {
  const crowd = new Map<number, number>()
  for (const note of notes) crowd.set(note.startTicks, (crowd.get(note.startTicks) ?? 0) + 1)
  let isDown = false
  let bar = -1
  return notes.flatMap((note): ControlEvent[] => {
    const mutes = crowd.get(note.startTicks) === 1 && note.lengthTicks <= MUTED_TICKS
    const inBar = Math.floor(note.startTicks / barTicks)
    if (mutes === isDown && inBar === bar) return []
    isDown = mutes
    bar = inBar
    return [{ kind: 'cc', number: PALM, atTicks: startOf(note), value: mutes ? 127 : 0 }]
  })
}

const LONG_TICKS = 880

/** Long lead notes are pushed up a whole step into pitch every other time, and shaken once they are there. Depends on the time only, so that twins bend together. */
const bends = (notes: readonly Note[], ticksPerSecond: number): ControlEvent[] =>
  notes.flatMap((note): ControlEvent[] => {
    if (note.lengthTicks < LONG_TICKS) return []
    const at = startOf(note)
    const events: ControlEvent[] = []
    if (Math.floor(note.startTicks / 1920) % 2 === 0)
      for (const [step, semitones] of [-2, -2, -1.7, -1.2, -0.6, -0.2, 0].entries())
        events.push({ kind: 'bend', atTicks: at + Math.round(step * 0.025 * ticksPerSecond), semitones })
    events.push({ kind: 'cc', number: 1, atTicks: at + Math.round(note.lengthTicks * 0.4), value: 70 })
    events.push({ kind: 'cc', number: 1, atTicks: at + note.lengthTicks, value: 0 })
    return events
  })

export const hands = ({ role, instrument }: Player, notes: readonly Note[], frame: Frame): ControlEvent[] | undefined => {
  if (!/guitar/.test(instrument.id)) return undefined
  const sorted = (events: ControlEvent[]): ControlEvent[] => events.toSorted((a, b) => a.atTicks - b.atTicks)
  if (role === 'chords') return sorted(palm(notes, frame.meter.barTicks))
  return role === 'lead' || role === 'counter' ? sorted(bends(notes, frame.tempoBpm * 16)) : undefined
}
