// @vitest-environment node
import { expect, test } from 'vitest'
import { barsOf } from './wave-bars.ts'

test('bars are the mean of the louder side of their stretch, and flat while there is no sound yet', () => {
  const shape = { min: Float32Array.of(-0.5, 0, -1, -1), max: Float32Array.of(0.25, 0.25, 1, 0.5) }
  expect(barsOf(shape, 2)).toEqual([0.375, 1])
  expect(barsOf(shape, 4)).toEqual([0.5, 0.25, 1, 1])
  expect(barsOf(undefined, 3)).toEqual([0, 0, 0])
})
