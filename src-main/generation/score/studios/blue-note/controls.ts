import { TICKS_PER_QUARTER } from '../../../../../src-shared/kernel/units.ts'
import type { ControlEvent, Note } from '../../../../../src-shared/score/score.ts'
import type { Player } from '../../compose/players.ts'

const SCOOP_SEMITONES = 0.6
const isWind = (player: Player): boolean => /sax|trumpet|trombone|clarinet|flute|harmonica/.test(player.instrument.id)

/** Winds scoop up into accented notes after a rest, and let vibrato into the end of long ones. */
export const breath = (player: Player, notes: readonly Note[]): ControlEvent[] | undefined => {
  if (!isWind(player)) return undefined
  return notes
    .flatMap((note, index): ControlEvent[] => {
      const before = notes[index - 1]
      const at = Math.max(0, note.startTicks + note.microTicks)
      const rested = !before || at - (before.startTicks + before.microTicks + before.lengthTicks) > TICKS_PER_QUARTER / 2
      const events: ControlEvent[] = []
      if (rested && note.velocity >= 70 && note.lengthTicks >= 400)
        for (const [step, share] of [1, 0.66, 0.33, 0].entries()) events.push({ kind: 'bend', atTicks: at + step * 30, semitones: -SCOOP_SEMITONES * share })
      if (note.lengthTicks >= 900) {
        events.push({ kind: 'cc', number: 1, atTicks: at + Math.round(note.lengthTicks * 0.45), value: 44 })
        events.push({ kind: 'cc', number: 1, atTicks: at + note.lengthTicks, value: 0 })
      }
      return events
    })
    .toSorted((a, b) => a.atTicks - b.atTicks)
}
