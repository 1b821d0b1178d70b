import type { Note } from '../../../../../src-shared/score/score.ts'
import type { Slot } from '../figure.ts'
import { slotAtTicks } from '../harmony.ts'

/** The widest step of a tune across a seam, in semitones: a major sixth. */
export const WIDEST_SEAM = 9

/** A rest of a beat or more ends a phrase: what follows may start anywhere. */
export const isPhraseBoundary = (before: Note, after: Note, beatTicks: number): boolean =>
  after.startTicks - (before.startTicks + before.lengthTicks) >= beatTicks

const closest = (note: Note, neighbour: number, slots: readonly Slot[], range: { low: number; high: number }): number => {
  const { tones } = slotAtTicks(slots, note.startTicks).chord
  let best = neighbour
  let cost = Number.POSITIVE_INFINITY
  for (let pitch = Math.max(range.low, neighbour - WIDEST_SEAM); pitch <= Math.min(range.high, neighbour + WIDEST_SEAM); pitch++) {
    if (!tones.includes(pitch % 12)) continue
    const price = Math.abs(pitch - note.pitch)
    if (price < cost) {
      best = pitch
      cost = price
    }
  }
  return best
}

/** Repitches new notes that stand beside old ones more than a sixth away, without touching an old note. Works from both seams inwards. */
export const joinMelody = (
  notes: readonly Note[],
  isNew: ReadonlySet<Note>,
  slots: readonly Slot[],
  range: { low: number; high: number },
  beatTicks: number,
): Note[] => {
  const result = [...notes]
  const fresh = notes.map((note) => isNew.has(note))
  const settle = (index: number, neighbourIndex: number): void => {
    const note = result[index]
    const neighbour = result[neighbourIndex]
    if (!note || !neighbour || !fresh[index]) return
    const [before, after] = index < neighbourIndex ? [note, neighbour] : [neighbour, note]
    if (Math.abs(note.pitch - neighbour.pitch) <= WIDEST_SEAM || isPhraseBoundary(before, after, beatTicks)) return
    result[index] = { ...note, pitch: closest(note, neighbour.pitch, slots, range) }
  }
  for (let i = 1; i < result.length; i++) settle(i, i - 1)
  for (let i = result.length - 2; i >= 0; i--) settle(i, i + 1)
  for (let i = 1; i < result.length - 1; i++) {
    const [before, note, after] = [result[i - 1], result[i], result[i + 1]]
    if (!before || !note || !after || !fresh[i]) continue
    const wide = Math.max(Math.abs(note.pitch - before.pitch), Math.abs(note.pitch - after.pitch))
    if (wide > WIDEST_SEAM && Math.abs(before.pitch - after.pitch) <= 2 * WIDEST_SEAM)
      result[i] = { ...note, pitch: closest(note, Math.round((before.pitch + after.pitch) / 2), slots, range) }
  }
  return result
}
