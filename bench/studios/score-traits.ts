import { ticksToSeconds } from '../../src-shared/score/musical-time.ts'
import type { Part, Score } from '../../src-shared/score/score.ts'

const notesOf = (score: Score, ...roles: Part['role'][]) => score.parts.filter(({ role }) => roles.includes(role)).flatMap(({ notes }) => notes)
const mean = (values: readonly number[]): number => (values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0)

/** What a reader hears inside before a note sounds: no instrument is named, only time, density, harmony and register. */
export const scoreTraits = (score: Score): number[] => {
  const seconds = ticksToSeconds(score.tempoMap, score.barCount * ((score.timeSignature.beats * 3840) / score.timeSignature.unit))
  const drums = notesOf(score, 'drums', 'percussion')
  const pitched = score.parts.filter(({ role }) => role !== 'drums' && role !== 'percussion' && role !== 'texture').flatMap(({ notes }) => notes)
  const offbeat = (unit: number) => [...drums, ...pitched].filter(({ startTicks }) => (startTicks / unit) % 2 === 1)
  const bass = notesOf(score, 'bass')
  const together = new Map<number, number>()
  for (const { startTicks } of pitched) together.set(startTicks, (together.get(startTicks) ?? 0) + 1)
  const leaps = bass.slice(1).map((note, i) => Math.abs(note.pitch - (bass[i]?.pitch ?? note.pitch)))
  return [
    (score.tempoMap[0]?.tempoBpm ?? 120) / 10,
    mean(offbeat(480).map(({ microTicks }) => microTicks)) / 20,
    mean(offbeat(240).map(({ microTicks }) => microTicks)) / 20,
    Math.log1p(drums.length / seconds),
    Math.log1p(pitched.length / seconds),
    mean(score.chords.map(({ pitchClasses }) => pitchClasses.length)),
    score.chords.length / score.barCount,
    mean([...together.values()]),
    mean(pitched.map(({ pitch }) => pitch)) / 6,
    mean(bass.map(({ pitch }) => pitch)) / 6,
    mean(leaps),
    score.parts.length,
  ]
}
