import type { Note, Score } from '../../../src-shared/score/score.ts'

/**
 * Keeps the old notes outside `fromTicks`..`toTicks` and takes the new ones inside, for a region that cuts through bars: what is heard
 * outside stays what is written.
 */
export const restrictToRegion = (old: Score, recomposed: Score, fromTicks: number, toTicks: number): Score => {
  const isInside = (ticks: number): boolean => ticks >= fromTicks && ticks < toTicks
  const oldParts = new Map(old.parts.map((part) => [part.id, part]))
  const byTime = (a: Note, b: Note): number => a.startTicks - b.startTicks || a.pitch - b.pitch
  return {
    ...recomposed,
    parts: recomposed.parts.map((part) => {
      const before = oldParts.get(part.id)
      return {
        ...part,
        notes: [...(before?.notes ?? []).filter((note) => !isInside(note.startTicks)), ...part.notes.filter((note) => isInside(note.startTicks))].sort(byTime),
        controls: [...(before?.controls ?? []).filter((event) => !isInside(event.atTicks)), ...part.controls.filter((event) => isInside(event.atTicks))].sort(
          (a, b) => a.atTicks - b.atTicks,
        ),
      }
    }),
  }
}
