import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { Part, Score } from '../../../src-shared/score/score.ts'

/** Other draws are tried until the player plays something else (another key or time; a length alone is nothing new): a held pad has few other ways. */
const TRIES = 4

const resting = (name: string) =>
  failure('regenerate.nothing-new', `${name} does not play in these bars. Mark bars where it plays, or play these anew with everybody.`)
const bound = (name: string) =>
  failure(
    'regenerate.nothing-new',
    `${name} found nothing else to play that fits what everybody else plays here. Mark more bars, or play these anew with everybody.`,
  )

const notesWithin = (parts: readonly Part[], fromTicks: number, toTicks: number): string =>
  JSON.stringify(
    parts.map(({ notes }) =>
      notes.filter(({ startTicks }) => startTicks >= fromTicks && startTicks < toTicks).map(({ startTicks, pitch }) => [startTicks, pitch]),
    ),
  )

/**
 * The old score with one player's notes of the bars taken from a recomposed one; two parts of one name (a piano's chords and its tune) are one
 * player. `recompose(attempt)`: the whole band anew over the old harmony, another draw each time.
 *
 * @throws RangeError no player has that name
 * @throws FailureError `regenerate.nothing-new`: the player rests there, or has no other way to play the bars under everybody else
 */
export const recomposeOne = (old: Score, name: string, [fromTicks, toTicks]: readonly [number, number], recompose: (attempt: number) => Score): Score => {
  const own = old.parts.filter((one) => one.name === name)
  if (own.length === 0) throw new RangeError(`nobody in the score is called ${name}`)
  const ids = new Set(own.map(({ id }) => id))
  const before = notesWithin(own, fromTicks, toTicks)
  let fresh: readonly Part[] | undefined
  for (let attempt = 0; attempt < TRIES && !fresh; attempt++) {
    const drawn = recompose(attempt).parts.filter(({ id }) => ids.has(id))
    if (notesWithin(drawn, fromTicks, toTicks) !== before) fresh = drawn
  }
  const rests = !own.some(({ notes }) => notes.some(({ startTicks }) => startTicks >= fromTicks && startTicks < toTicks))
  if (!fresh) throw new FailureError(rests ? resting(name) : bound(name))
  const byId = new Map(fresh.map((part) => [part.id, part]))
  return { ...old, parts: old.parts.map((one) => (ids.has(one.id) ? { ...(byId.get(one.id) ?? one), name: one.name, mix: one.mix } : one)) }
}
