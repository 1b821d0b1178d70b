import { ticksPerBar } from '../../../src-shared/score/musical-time.ts'
import type { ControlEvent, Part, Score, TempoMap } from '../../../src-shared/score/score.ts'

type Events = readonly { readonly atTicks: number }[]

/** What holds at `from`, put there, and what comes until `to`; counted from `from`. */
const stepsWithin = <E extends { readonly atTicks: number }>(events: readonly E[], from: number, to: number): E[] => {
  const holding = events.filter(({ atTicks }) => atTicks <= from).at(-1)
  const coming = events.filter(({ atTicks }) => atTicks > from && atTicks < to)
  return [...(holding ? [{ ...holding, atTicks: 0 }] : []), ...coming.map((event) => ({ ...event, atTicks: event.atTicks - from }))]
}

const pointsWithin = <E extends { readonly atTicks: number }>(events: readonly E[] | undefined, from: number, to: number): E[] | undefined =>
  events?.filter(({ atTicks }: Events[number]) => atTicks >= from && atTicks < to).map((event) => ({ ...event, atTicks: event.atTicks - from }))

/** each controller by itself: the pedal that is down stays down */
const controlsWithin = (controls: readonly ControlEvent[], from: number, to: number): ControlEvent[] => {
  const kinds = new Map<string, ControlEvent[]>()
  for (const control of controls) {
    const kind = control.kind === 'cc' ? `cc${control.number}` : 'bend'
    kinds.set(kind, [...(kinds.get(kind) ?? []), control])
  }
  return [...kinds.values()].flatMap((events) => stepsWithin(events, from, to)).toSorted((a, b) => a.atTicks - b.atTicks)
}

const partWithin = (part: Part, from: number, to: number): Part => ({
  ...part,
  notes: part.notes
    .filter(({ startTicks }) => startTicks >= from && startTicks < to)
    .map((note) => ({ ...note, startTicks: note.startTicks - from, lengthTicks: Math.max(1, Math.min(note.lengthTicks, to - note.startTicks)) })),
  controls: controlsWithin(part.controls, from, to),
  directions: pointsWithin(part.directions, from, to),
})

/**
 * The notes that begin within ticks `from`..`to`, counted from `from`; those that ring on are cut at `to`. Tempo, controllers and bends that
 * hold at `from` hold at the beginning. Sections and lines of words come along where their first bar does.
 */
export const scoreExcerpt = (score: Score, from: number, to: number): Score => {
  const bar = ticksPerBar(score.timeSignature)
  const firstBar = Math.round(from / bar)
  const barCount = Math.max(1, Math.ceil((to - from) / bar))
  const [first = score.sections[0]] = score.sections.filter(({ startBar }) => startBar <= firstBar).slice(-1)
  const starting = score.sections.filter(({ startBar }) => startBar > firstBar && startBar < firstBar + barCount)
  const sections = [...(first ? [{ ...first, startBar: firstBar }] : []), ...starting]
  return {
    ...score,
    barCount,
    tempoMap: stepsWithin(score.tempoMap, from, to) as TempoMap,
    sections: sections.map((section, index) => ({
      ...section,
      startBar: section.startBar - firstBar,
      barCount: Math.max(1, (sections[index + 1]?.startBar ?? firstBar + barCount) - section.startBar),
    })),
    chords: score.chords.filter(({ startTicks }) => startTicks >= from && startTicks < to).map((chord) => ({ ...chord, startTicks: chord.startTicks - from })),
    parts: score.parts.map((part) => partWithin(part, from, to)),
    lyrics: score.lyrics
      ?.filter((line) => line.bar >= firstBar && line.bar < firstBar + barCount)
      .map((line) => ({
        ...line,
        bar: line.bar - firstBar,
        syllables: line.syllables.filter(({ atTicks }) => atTicks >= from).map((syllable) => ({ ...syllable, atTicks: syllable.atTicks - from })),
      })),
  }
}
