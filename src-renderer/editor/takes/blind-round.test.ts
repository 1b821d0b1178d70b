import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom } from '../../../src-shared/kernel/random.ts'
import type { Preference } from '../../../src-shared/project/document.ts'
import { ORIGINAL, takeId } from '../../../src-shared/project/edits/song-for-tests.ts'
import { dealRound, outcomeWords } from './blind-round.ts'

const [one, two] = [takeId('one'), takeId('two')]
const all = [ORIGINAL, one, two]

test('every pair is compared as often as every other, whatever the dice say', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = createRandom(seed)
      const decided: Preference[] = []
      for (let at = 0; at < 12; at++) {
        const { a, b, x } = dealRound(all, decided, () => random.next())
        expect(a).not.toBe(b)
        expect([a, b]).toContain(x)
        decided.push({ at, takeId: a, againstTakeId: b })
      }
      for (const take of all) expect(decided.filter((round) => round.takeId === take || round.againstTakeId === take)).toHaveLength(8)
    }),
    { numRuns: 30 },
  )
})

test('which letter a take gets, and which of them X is, is chance', () => {
  const random = createRandom(7)
  const deals = Array.from({ length: 400 }, () => dealRound([one, two], [], () => random.next()))
  const share = (of: (deal: (typeof deals)[number]) => boolean) => deals.filter(of).length / deals.length
  for (const part of [share(({ a }) => a === one), share(({ a, x }) => a === x)]) expect(Math.abs(part - 0.5)).toBeLessThan(0.1)
})

test('the outcome names the preferred take first', () => {
  const decided: Preference[] = [
    { at: 1, takeId: two, againstTakeId: one, toldApart: true },
    { at: 2, takeId: two, againstTakeId: ORIGINAL, toldApart: false },
    { at: 3, takeId: one, againstTakeId: ORIGINAL },
  ]
  const names = new Map([
    [ORIGINAL, 'Song'],
    [one, 'Take 1'],
    [two, 'Take 2'],
  ])
  expect(outcomeWords(all, decided, (id) => names.get(id) ?? '')).toBe(
    'Take 2: preferred 2 of 2 · Take 1: preferred 1 of 2 · Song: preferred 0 of 2 · X named rightly 1 of 2',
  )
})
