import { expect, test } from 'vitest'
import { stepBetween } from './spectrum-strip.ts'

test('scrolled by some pixels only the strip that came into sight is new', () => {
  expect(stepBetween(100, 130, 800)).toEqual({ byPx: 30, fromPx: 770, toPx: 800 })
  expect(stepBetween(100, 60, 800)).toEqual({ byPx: -40, fromPx: 0, toPx: 40 })
  expect(stepBetween(100, 100, 800)).toEqual({ byPx: 0, fromPx: 800, toPx: 800 })
  expect(stepBetween(100, 900, 800)).toBeUndefined()
  expect(stepBetween(900, 100, 800)).toBeUndefined()
})
