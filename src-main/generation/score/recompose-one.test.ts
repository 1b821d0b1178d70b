import { expect, test } from 'vitest'
import { DEFAULT_REMIX_CONTROLS, OpenStyleId } from '../../../src-shared/generation/plan.ts'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import { createRandom } from '../../../src-shared/kernel/random.ts'
import { ticksPerBar } from '../../../src-shared/score/musical-time.ts'
import type { Score } from '../../../src-shared/score/score.ts'
import { recomposeBars } from './compose/index.ts'
import { region, song } from './compose/remix/songs-for-tests.ts'
import { recomposeOne } from './recompose-one.ts'

/** undefined: refused, because there is no other way to play it */
const playedAlone = (play: () => Score): Score | undefined => {
  try {
    return play()
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'regenerate.nothing-new') return undefined
    throw error
  }
}

test.each(OpenStyleId.options)('one player plays anew over the old harmony, everybody else keeps every note (%s)', (style) => {
  let changed = 0
  let asked = 0
  for (const seed of [1, 2]) {
    const { plan, score } = song(style, seed)
    const { fromBar, toBar } = region(score)
    const bar = ticksPerBar(score.timeSignature)
    const span = [fromBar * bar, toBar * bar] as const
    const isInside = ({ startTicks }: { startTicks: number }) => startTicks >= span[0] && startTicks < span[1]
    for (const part of score.parts.filter(({ notes }) => notes.some(isInside))) {
      const arranging = { rests: [], only: part.name }
      asked++
      const made = playedAlone(() =>
        recomposeOne(score, part.name, span, (attempt) =>
          recomposeBars(score, { fromBar, toBar, controls: DEFAULT_REMIX_CONTROLS, plan, arranging, random: createRandom(seed + 50 + attempt) }),
        ),
      )
      if (!made) continue
      changed++
      expect(made.chords).toEqual(score.chords)
      expect(made.parts.map(({ id, name, mix }) => ({ id, name, mix }))).toEqual(score.parts.map(({ id, name, mix }) => ({ id, name, mix })))
      for (const [index, one] of made.parts.entries()) {
        if (one.name !== part.name) expect(one).toBe(score.parts[index])
        else expect(one.notes.filter((note) => !isInside(note))).toEqual(score.parts[index]?.notes.filter((note) => !isInside(note)))
      }
    }
  }
  // a texture or a held chord may have one way only
  expect(changed / asked).toBeGreaterThan(0.6)
})

test('nobody of that name', () => {
  const { score } = song('lofi', 1)
  expect(() => recomposeOne(score, 'Kazoo', [0, 1], () => score)).toThrow(RangeError)
})
