import { expect, test } from 'vitest'
import { nearestZeroCrossing } from './zero-crossing.ts'

/** crosses zero upwards at 0, downwards at 50.5, and so on */
const wave = (frame: number) => Math.sin(((frame + 0.25) / 101) * 2 * Math.PI)

test('an edge goes to the nearest change of sign, to the quieter sample beside it', () => {
  for (const frame of [10, 30, 49, 52, 70, 99]) {
    const found = nearestZeroCrossing(wave, frame, 100) ?? Number.NaN
    expect(Math.abs(wave(found))).toBeLessThanOrEqual(0.04)
    expect(Math.abs(found - frame)).toBeLessThanOrEqual(26)
  }
})

test('silence is a crossing everywhere; a long half-wave and unread samples are none', () => {
  expect(nearestZeroCrossing(() => 0, 123, 10)).toBe(123)
  expect(nearestZeroCrossing(() => 0.4, 123, 10)).toBeUndefined()
  expect(nearestZeroCrossing(() => undefined, 123, 10)).toBeUndefined()
})
