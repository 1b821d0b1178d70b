// @vitest-environment node
import { expect, test } from 'vitest'
import { coverArt } from './cover-art.ts'

const shape = { min: new Float32Array(144).fill(-0.5), max: Float32Array.from({ length: 144 }, (_, i) => (i % 2 === 0 ? 1 : 0.25)) }

test('the same song has the same cover, another song another one, and a cover is few paths of 72 spokes', () => {
  const cover = coverArt(shape, 'a'.repeat(64))
  expect(coverArt(shape, 'a'.repeat(64))).toEqual(cover)
  expect(coverArt(shape, 'b'.repeat(64)).ground).not.toBe(cover.ground)
  expect(cover.spokes.length).toBeLessThanOrEqual(18)
  expect(
    cover.spokes
      .map(({ path }) => path)
      .join('')
      .match(/M/g),
  ).toHaveLength(72)
  expect(coverArt(undefined, 'a').spokes).toEqual([])
})
