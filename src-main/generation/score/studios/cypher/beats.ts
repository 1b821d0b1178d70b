import type { Figure, Sketch } from '../../compose/figure.ts'
import { DRUM, type DrumVoice, drumGroove, type Groove } from '../../compose/figures/drums.ts'
import { STEP_TICKS } from '../../compose/meter.ts'

/** The beat maker's drums. */

/** Where a hat stops ticking and rolls: sixteenth steps from..to, divided into `notes` equal strokes, loudness rising or falling. */
type Roll = { readonly from: number; readonly to: number; readonly notes: number; readonly rises: boolean }
const ROLLS: readonly Roll[] = [
  { from: 6, to: 8, notes: 6, rises: true },
  { from: 10, to: 12, notes: 4, rises: false },
  { from: 12, to: 16, notes: 8, rises: true },
  { from: 14, to: 16, notes: 6, rises: true },
  { from: 14, to: 16, notes: 8, rises: false },
  { from: 2, to: 4, notes: 3, rises: true },
]

/** Hats that roll: triplets, thirty-seconds and faster in place of the written strokes, more of them at the end of a phrase. */
export const withHatRolls =
  (groove: Groove, eagerness: number): Figure =>
  (scene) => {
    const { place, fresh, meter } = scene
    const beat = drumGroove(groove)(scene)
    const isTurn = place.barInSection % 4 === 3
    const draw = fresh.fork('rolls')
    if (!draw.chance(Math.min(1, (isTurn ? eagerness * 1.6 : eagerness) * (0.5 + place.energy)))) return beat
    const roll = draw.pick(ROLLS)
    const [from, to] = [place.startTicks + roll.from * STEP_TICKS, place.startTicks + roll.to * STEP_TICKS]
    if (to > place.startTicks + meter.barTicks) return beat
    const step = (to - from) / roll.notes
    const strokes = Array.from({ length: roll.notes }, (_, index): Sketch => {
      const through = index / Math.max(1, roll.notes - 1)
      const force = roll.rises ? 0.34 + 0.3 * through : 0.62 - 0.26 * through
      return { at: Math.round(from + index * step), length: Math.max(30, Math.round(step)), pitch: DRUM.hat, force }
    })
    return [...beat.filter((note) => note.pitch !== DRUM.hat || note.at < from || note.at >= to), ...strokes]
  }

/** A kick pattern that is drawn once for a label from several, so that verses and hooks differ and each comes back as it was. */
export const kicksOf =
  (kicks: readonly string[], groove: Omit<Groove, 'lines'> & { readonly lines: Partial<Record<DrumVoice, string>> }, rolls: number): Figure =>
  (scene) => {
    const kick = scene.shared.fork('kick').pick(kicks)
    return withHatRolls({ ...groove, lines: { ...groove.lines, kick } }, rolls)(scene)
  }
