import { expect, test } from 'vitest'
import { accuracy, nearestCentroid, standardised } from '../../../../bench/studios/nearest.ts'
import { scoreTraits } from '../../../../bench/studios/score-traits.ts'
import { STUDIO_CARDS } from './index.ts'
import { pieceOf } from './piece-for-tests.ts'

/** `bench/studios` says the same of the sound, over twenty seeds. */
test('tempo, swing, density, harmony and register alone tell the studios apart', async () => {
  const rows = []
  for (const { id } of STUDIO_CARDS.filter((card) => card.id !== 'open'))
    for (let seed = 1; seed <= 6; seed++) rows.push({ group: id, values: scoreTraits((await pieceOf(id, seed, { seconds: 30 })).score) })
  expect(accuracy(nearestCentroid(standardised(rows)))).toBeGreaterThan(0.8)
})
