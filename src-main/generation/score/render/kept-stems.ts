import type { PlayedStems } from '../../../../src-shared/generation/engine.ts'
import type { Part, Score } from '../../../../src-shared/score/score.ts'
import { stemParts } from './stems.ts'

/** Everything that every part's sound depends on: tempo, master, ending and so on, but neither notes, nor chords (they are played by nobody), nor words. */
const frameOf = ({ parts: _, lyrics: __, chords: ___, ...rest }: Score): string => JSON.stringify(rest)

const kicksOf = ({ parts }: Score): string =>
  JSON.stringify(
    parts.flatMap(({ role, notes }) =>
      role === 'drums' ? notes.flatMap(({ pitch, startTicks, microTicks }) => (pitch === 35 || pitch === 36 ? [startTicks + microTicks] : [])) : [],
    ),
  )

/**
 * Stems of an older version that sound the same in this one, by the index of their part in the new score: the part is the same, and so is the
 * kick that pushes it down. Empty where tempo, master or length changed.
 */
export const keptStems = ({ score: old, stems, lengthFrames }: PlayedStems, score: Score, length: number): ReadonlyMap<number, string> => {
  const kept = new Map<number, string>()
  const played = stemParts(old)
  if (length !== lengthFrames || played.length !== stems.length || frameOf(old) !== frameOf(score)) return kept
  const paths = new Map(played.map(({ part }, index) => [part.id, { part, path: stems[index]?.path }]))
  const sameKick = kicksOf(old) === kicksOf(score)
  const isSame = (a: Part, b: Part): boolean => JSON.stringify(a) === JSON.stringify(b) && (sameKick || b.mix.duckDb <= 0)
  for (const { part, index } of stemParts(score)) {
    const before = paths.get(part.id)
    if (before?.path !== undefined && isSame(before.part, part)) kept.set(index, before.path)
  }
  return kept
}
