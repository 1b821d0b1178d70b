import { ticksPerBar } from '../../../../../src-shared/score/musical-time.ts'
import type { Score } from '../../../../../src-shared/score/score.ts'
import { scaleOf } from '../chord-spec.ts'
import type { Motif } from '../motif.ts'

/** Steps of the key's scale between two pitches, signed; chromatic notes count as the step below. */
const scaleSteps = (from: number, to: number, scale: readonly number[]): number => {
  const low = Math.min(from, to)
  let steps = 0
  for (let pitch = low + 1; pitch <= Math.max(from, to); pitch++) if (scale.includes(pitch % 12)) steps++
  return to >= from ? steps : -steps
}

/** The motifs that a song sings: its most typical melody bars of three notes or more, most frequent rhythm first. */
export const rememberMotifs = (score: Score, preferredLabel: string): Motif[] => {
  const lead = score.parts.find((part) => part.role === 'lead')
  if (!lead) return []
  const barTicks = ticksPerBar(score.timeSignature)
  const scale = scaleOf(score.key)
  const byRhythm = new Map<string, { motif: Motif; count: number }>()
  for (const section of score.sections) {
    for (let bar = section.startBar; bar < section.startBar + section.barCount; bar++) {
      const notes = lead.notes.filter((note) => note.startTicks >= bar * barTicks && note.startTicks < (bar + 1) * barTicks)
      const first = notes[0]
      if (!first || notes.length < 3) continue
      const motif: Motif = {
        notes: notes.map((note) => ({
          offset: note.startTicks - bar * barTicks,
          length: Math.min(note.lengthTicks + 25, (bar + 1) * barTicks - note.startTicks),
          step: Math.max(-7, Math.min(7, scaleSteps(first.pitch, note.pitch, scale))),
        })),
      }
      const rhythm = motif.notes.map((note) => note.offset).join(' ')
      const weight = section.label === preferredLabel ? 2 : 1
      const known = byRhythm.get(rhythm)
      if (known) known.count += weight
      else byRhythm.set(rhythm, { motif, count: weight })
    }
  }
  return [...byRhythm.values()]
    .toSorted((a, b) => b.count - a.count)
    .map(({ motif }) => motif)
    .slice(0, 3)
}
