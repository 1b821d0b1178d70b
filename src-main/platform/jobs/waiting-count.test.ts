import { expect, test } from 'vitest'
import { createWaitingCount } from './waiting-count.ts'

test('what waits is counted once a minute, with one less for each in between, and never less than the one that is next', async () => {
  let now = 0
  const counts = [3, 10]
  const waiting = createWaitingCount(
    async () => counts.shift() ?? 0,
    () => now,
  )
  expect([await waiting(), await waiting(), await waiting(), await waiting()]).toEqual([3, 2, 1, 1])
  now = 60_000
  expect([await waiting(), await waiting()]).toEqual([10, 9])
})
