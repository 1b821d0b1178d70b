import { expect, test } from 'vitest'
import { BASE_BUCKET_FRAMES, buildPeaks, encodePeaks } from './peaks-format.ts'
import { readSmallWave } from './small-wave.ts'

const fileOf = (buckets: number, heights: readonly number[]): Uint8Array<ArrayBuffer> =>
  encodePeaks(
    buildPeaks(
      44_100,
      buckets * BASE_BUCKET_FRAMES,
      heights.map((height) => ({
        min: new Int16Array(buckets).fill(-height),
        max: new Int16Array(buckets).fill(height >> 1),
        rms: new Int16Array(buckets).fill(height >> 2),
      })),
    ),
  )

test('the coarsest level of all channels together, off the beginning of the file and that level alone', () => {
  const file = fileOf(30_000, [32767, 8192])
  let bytes = 0
  const wave = readSmallWave(file.byteLength, (from, count) => {
    bytes += count
    return file.slice(from, from + count)
  })
  expect(wave?.length).toBeGreaterThan(200)
  expect(wave?.length).toBeLessThanOrEqual(1024)
  expect(wave?.[0]).toBe(-127)
  expect(wave?.at(-1)).toBe(63)
  expect(bytes).toBeLessThan(7_000)
  expect(bytes).toBeLessThan(file.byteLength / 50)
})

test('the shortest sound has a picture; a torn or foreign file has none', () => {
  const file = fileOf(1, [32767])
  const of = (bytes: Uint8Array<ArrayBuffer>) => readSmallWave(bytes.byteLength, (from, count) => bytes.slice(from, from + count))
  expect(of(file)).toEqual(new Int8Array([-127, 63]))
  expect(of(file.slice(0, -1))).toBeUndefined()
  expect(of(new Uint8Array(100))).toBeUndefined()
  expect(of(new Uint8Array())).toBeUndefined()
})
