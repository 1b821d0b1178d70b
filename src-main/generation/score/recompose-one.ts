import type { Part, Score } from '../../../src-shared/score/score.ts'

/** Other draws are tried until the player plays something else: a held pad has few other ways. */
const TRIES = 4

const notesWithin = (parts: readonly Part[], fromTicks: number, toTicks: number): string =>
  JSON.stringify(
    parts.map(({ notes }) =>
      notes
        .filter(({ startTicks }) => startTicks >= fromTicks && startTicks < toTicks)
        .map(({ startTicks, pitch, lengthTicks }) => [startTicks, pitch, lengthTicks]),
    ),
  )

/**
 * The old score with one player's notes of the bars taken from a recomposed one; two parts of one name (a piano's chords and its tune) are one
 * player. `recompose(attempt)`: the whole band anew over the old harmony, another draw each time.
 *
 * @throws RangeError no player has that name
 */
export const recomposeOne = (old: Score, name: string, [fromTicks, toTicks]: readonly [number, number], recompose: (attempt: number) => Score): Score => {
  const own = old.parts.filter((one) => one.name === name)
  if (own.length === 0) throw new RangeError(`nobody in the score is called ${name}`)
  const ids = new Set(own.map(({ id }) => id))
  const before = notesWithin(own, fromTicks, toTicks)
  let fresh: readonly Part[] = own
  for (let attempt = 0; attempt < TRIES; attempt++) {
    fresh = recompose(attempt).parts.filter(({ id }) => ids.has(id))
    if (notesWithin(fresh, fromTicks, toTicks) !== before) break
  }
  const byId = new Map(fresh.map((part) => [part.id, part]))
  return { ...old, parts: old.parts.map((one) => (ids.has(one.id) ? { ...(byId.get(one.id) ?? one), name: one.name, mix: one.mix } : one)) }
}
