import { expect, test } from 'vitest'
import { createEta } from './eta.ts'

test('nothing is said before enough was seen', () => {
  const eta = createEta(0)
  eta.report(0.5, 1)
  expect(eta.remainingSeconds(1)).toBeUndefined()
  eta.report(0.01, 3)
  expect(createEta(0).remainingSeconds(60)).toBeUndefined()
})

test('a steady work counts down to its true end', () => {
  const eta = createEta(0)
  for (let second = 0.5; second <= 50; second += 0.5) eta.report(second / 100, second)
  expect(eta.remainingSeconds(50)).toBeCloseTo(50, 0)
  expect(eta.remainingSeconds(53)).toBeCloseTo(47, 0)
})

test('a stage that is suddenly ten times slower moves the figure gently, and then right', () => {
  const eta = createEta(0)
  let fraction = 0
  let last: number | undefined
  let largestJump = 0
  for (let second = 0.25; second <= 90; second += 0.25) {
    fraction += second <= 10 ? 0.005 : 0.0005
    eta.report(fraction, second)
    const told = eta.remainingSeconds(second)
    if (told !== undefined && last !== undefined) largestJump = Math.max(largestJump, Math.abs(told - (last - 0.25)) / Math.max(1, last))
    last = told
  }
  const rest = (1 - fraction) / 0.0005 / 4
  expect(largestJump).toBeLessThan(0.06)
  expect(last).toBeGreaterThan(rest * 0.45)
  expect(last).toBeLessThan(rest * 1.1)
})
