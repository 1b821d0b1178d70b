import { expect, test } from 'vitest'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { segmentsOf, toLengthOne } from '../../src-shared/similarity/segments.ts'
import { DESCRIPTOR_SIZE, DESCRIPTOR_WEIGHTS, describeSound } from './describe/describe-sound.ts'
import { USUAL_DEVIATION, USUAL_MEAN } from './describe/usual-sounds.ts'
import { rankRows } from './rank.ts'

const shared = (rows: readonly Float32Array[], size: number) => {
  const matrix = new SharedArrayBuffer(rows.length * size * 4)
  rows.forEach((row, i) => void new Float32Array(matrix).set(row, i * size))
  return matrix
}

test('directions are ranked by cosine, best first', () => {
  const random = createRandom(4)
  const rows = Array.from({ length: 200 }, () => toLengthOne(Float32Array.from({ length: 16 }, () => random.normal())))
  const query = rows[17] as Float32Array
  const ranked = rankRows({ matrix: shared(rows, 16), count: 200, size: 16, query, limit: 5, standard: undefined })
  expect(ranked[0]).toMatchObject({ row: 17 })
  expect(ranked[0]?.similarity).toBeCloseTo(1, 5)
  const cosines = rows.map((row) => row.reduce((sum, value, i) => sum + value * (query[i] as number), 0)).toSorted((a, b) => b - a)
  expect(ranked.map(({ similarity }) => similarity)).toEqual(cosines.slice(0, 5).map((value) => expect.closeTo(value, 4)))
})

test('measures of large units do not outweigh small ones', () => {
  const rows = [Float32Array.of(1_000, 0.1), Float32Array.of(1_010, 0.9), Float32Array.of(990, 0.12)]
  const standard = { mean: [1_000, 0.5], deviation: [10, 0.3], weights: [1, 1], inertia: 20 }
  const ranked = rankRows({ matrix: shared(rows, 2), count: 3, size: 2, query: Float32Array.of(1_000, 0.1), limit: 3, standard })
  expect(ranked.map(({ row }) => row)).toEqual([0, 2, 1])
  expect(ranked[0]?.similarity).toBeCloseTo(1, 6)
  // the other way from what is usual, yet not the end of the scale
  expect(ranked[2]?.similarity).toBeGreaterThan(0)
  expect(ranked[2]?.similarity).toBeLessThan(0.5)
})

test('what is usual and the weights name every measure', () => {
  expect(USUAL_MEAN).toHaveLength(DESCRIPTOR_SIZE)
  expect(USUAL_DEVIATION).toHaveLength(DESCRIPTOR_SIZE)
  expect(DESCRIPTOR_WEIGHTS).toHaveLength(DESCRIPTOR_SIZE)
  expect(describeSound(new Float32Array(30_000), 22_050)).toEqual(new Float32Array(DESCRIPTOR_SIZE))
  const tone = describeSound(
    Float32Array.from({ length: 66_150 }, (_, i) => 0.3 * Math.sin(i * 0.1)),
    22_050,
  )
  expect(tone).toHaveLength(DESCRIPTOR_SIZE)
  expect(tone.every(Number.isFinite)).toBe(true)
})

test('a song is described ten seconds at a time, always the same ones', () => {
  expect(segmentsOf(0)).toEqual([])
  expect(segmentsOf(4, 2)).toEqual([{ fromSeconds: 2, toSeconds: 6 }])
  expect(segmentsOf(25).map(({ fromSeconds }) => fromSeconds)).toEqual([0, 10, 15])
  expect(segmentsOf(21)).toHaveLength(2)
  expect(segmentsOf(3_600)).toHaveLength(60)
})
