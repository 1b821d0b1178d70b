import { expect, test } from 'vitest'
import { buildPeaks } from '../../../src-shared/audio/peaks-format.ts'
import { columnsFromPeaks, columnsFromSamples } from './wave-columns.ts'

/** A song of 1024 buckets; bucket i reaches to ±i/1024, so that a column's height says where it came from. */
const BUCKETS = 1024
const FRAMES = BUCKETS * 256
const ramp = () => Int16Array.from({ length: BUCKETS }, (_, i) => Math.round((i / BUCKETS) * 32_767))
const peaks = buildPeaks(44_100, FRAMES, [
  { min: ramp().map((value) => -value), max: ramp(), rms: ramp().map((value) => value / 2) },
  { min: new Int16Array(BUCKETS), max: new Int16Array(BUCKETS), rms: new Int16Array(BUCKETS) },
])

test('the louder channel decides, mirrored min and max', () => {
  const { min, max, rms } = columnsFromPeaks(peaks, { startFrame: 0, framesPerPixel: 256, widthPx: 1_000 }, 1)
  expect(max[500]).toBeCloseTo(500 / 1024, 3)
  expect(min[500]).toBeCloseTo(-500 / 1024, 3)
  expect(rms[500]).toBeCloseTo(250 / 1024, 3)
})

test('coarser zooms keep the highest peak', () => {
  const { max } = columnsFromPeaks(peaks, { startFrame: 0, framesPerPixel: 256 * 16, widthPx: 64 }, 1)
  expect(max[10]).toBeCloseTo((10 * 16 + 15) / 1024, 3)
})

test('panning by part of a column moves the picture and changes no column', () => {
  const still = columnsFromPeaks(peaks, { startFrame: 25_600, framesPerPixel: 256, widthPx: 100 }, 1)
  const moved = columnsFromPeaks(peaks, { startFrame: 25_600 + 100, framesPerPixel: 256, widthPx: 100 }, 1)
  expect([...moved.max]).toEqual([...still.max])
  expect(still.offset).toBeCloseTo(0)
  expect(moved.offset).toBeCloseTo(-100 / 256)
})

test('before and after the song there is silence', () => {
  const { max } = columnsFromPeaks(peaks, { startFrame: -25_600, framesPerPixel: 256, widthPx: 50 }, 1)
  expect(Math.max(...max)).toBe(0)
})

test('samples sharpen the columns that they cover; the rest stays rough', () => {
  const view = { startFrame: 0, framesPerPixel: 64, widthPx: 100 }
  const rough = columnsFromPeaks(peaks, view, 1)
  const samples = new Float32Array(3_200).fill(0.25)
  samples[70] = -0.9
  const fine = columnsFromSamples((frame) => (frame < 3_200 ? { channels: [samples], startFrame: 0 } : undefined), rough, view, 1)
  expect(fine.max[0]).toBeCloseTo(0.25)
  expect(fine.min[1]).toBeCloseTo(-0.9)
  expect(fine.min[2]).toBeCloseTo(0.25)
  expect(fine.max[80]).toBe(rough.max[80])
})
