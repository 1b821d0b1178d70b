import { ticksPerBar } from '../../../../../src-shared/score/musical-time.ts'
import type { Note, Part, Score } from '../../../../../src-shared/score/score.ts'
import { type ChordSpec, specOfChord } from '../chord-spec.ts'
import type { Slot } from '../figure.ts'

/** Cutting and shifting written music by bars. */

export const sortNotes = (notes: readonly Note[]): Note[] => notes.toSorted((a, b) => a.startTicks - b.startTicks || a.pitch - b.pitch)

export const slotsOf = (score: Score): Slot[] => {
  const known = new Map<string, ChordSpec>()
  return score.chords.map((chord) => {
    const name = `${chord.symbol} ${chord.roman} ${chord.bass}`
    const spec = known.get(name) ?? specOfChord(chord, score.key)
    known.set(name, spec)
    return { startTicks: chord.startTicks, lengthTicks: chord.lengthTicks, chord: spec }
  })
}

const moved = <T extends { readonly startTicks: number }>(items: readonly T[], fromTicks: number, byTicks: number): T[] =>
  items.map((item) => (item.startTicks >= fromTicks ? { ...item, startTicks: item.startTicks + byTicks } : item))

/**
 * Opens room for `barCount` empty bars at `atBar`. Everything from there on moves later; what came before keeps its very objects. A chord or
 * section that spans the cut is lengthened only if it is a section, so that the new bars belong to none yet.
 */
export const openBars = (score: Score, atBar: number, barCount: number): Score => {
  const barTicks = ticksPerBar(score.timeSignature)
  const at = atBar * barTicks
  const by = barCount * barTicks
  return {
    ...score,
    barCount: score.barCount + barCount,
    tempoMap: score.tempoMap.map((entry) => (entry.atTicks > 0 && entry.atTicks >= at ? { ...entry, atTicks: entry.atTicks + by } : entry)),
    sections: score.sections.map((section) => (section.startBar >= atBar ? { ...section, startBar: section.startBar + barCount } : section)),
    chords: moved(
      score.chords.flatMap((chord) => {
        if (chord.startTicks >= at || chord.startTicks + chord.lengthTicks <= at) return [chord]
        return [
          { ...chord, lengthTicks: at - chord.startTicks },
          { ...chord, startTicks: at, lengthTicks: chord.startTicks + chord.lengthTicks - at },
        ]
      }),
      at,
      by,
    ),
    ...(score.lyrics && {
      lyrics: score.lyrics.map((line) =>
        line.bar < atBar
          ? line
          : { ...line, bar: line.bar + barCount, syllables: line.syllables.map((syllable) => ({ ...syllable, atTicks: syllable.atTicks + by })) },
      ),
    }),
    parts: score.parts.map(
      (part): Part => ({
        ...part,
        notes: moved(part.notes, at, by),
        controls: part.controls.map((event) => (event.atTicks >= at ? { ...event, atTicks: event.atTicks + by } : event)),
        ...(part.directions && {
          directions: part.directions.map((sign) => (sign.atTicks > 0 && sign.atTicks >= at ? { ...sign, atTicks: sign.atTicks + by } : sign)),
        }),
      }),
    ),
  }
}

/** Copies notes, chords and controls of one bar onto another, empty, bar. */
export const copyBar = (score: Score, fromBar: number, toBar: number): Score => {
  const barTicks = ticksPerBar(score.timeSignature)
  const from = fromBar * barTicks
  const by = (toBar - fromBar) * barTicks
  const end = (toBar + 1) * barTicks
  const inside = (ticks: number): boolean => ticks >= from && ticks < from + barTicks
  const chords = score.chords.flatMap((chord) => {
    const start = Math.max(chord.startTicks, from)
    const stop = Math.min(chord.startTicks + chord.lengthTicks, from + barTicks)
    return stop > start ? [{ ...chord, startTicks: start + by, lengthTicks: stop - start }] : []
  })
  return {
    ...score,
    chords: [...score.chords, ...chords].toSorted((a, b) => a.startTicks - b.startTicks),
    parts: score.parts.map((part) => ({
      ...part,
      notes: sortNotes([
        ...part.notes,
        ...part.notes
          .filter((note) => inside(note.startTicks))
          .map((note) => ({ ...note, startTicks: note.startTicks + by, lengthTicks: Math.min(note.lengthTicks, end + barTicks - note.startTicks - by) })),
      ]),
      controls: [
        ...part.controls,
        ...part.controls.filter((event) => inside(event.atTicks)).map((event) => ({ ...event, atTicks: event.atTicks + by })),
      ].toSorted((a, b) => a.atTicks - b.atTicks),
    })),
  }
}
