import { expect, test } from 'vitest'
import { BASE_BUCKET_FRAMES, buildPeaks, type ChannelBuckets, decodePeaks, encodePeaks, mergeChannels, peaksForSpan } from './peaks-format.ts'

/** bucket i: min -i, max +2i, rms i */
const ramp = (count: number): ChannelBuckets => ({
  min: Int16Array.from({ length: count }, (_, i) => -i),
  max: Int16Array.from({ length: count }, (_, i) => 2 * i),
  rms: Int16Array.from({ length: count }, (_, i) => i),
})

const song = () => buildPeaks(44_100, 5_000 * BASE_BUCKET_FRAMES - 100, [ramp(5_000), ramp(5_000)])

test('levels get four times coarser until one fits a thumbnail', () => {
  const { levels } = song()
  expect(levels.map((level) => level.framesPerBucket)).toEqual([256, 1024, 4096])
  expect(levels.map((level) => level.bucketCount)).toEqual([5_000, 1_250, 313])
  const coarse = levels[1]?.channels[0]
  expect([coarse?.min[10], coarse?.max[10]]).toEqual([-43, 86])
  expect(coarse?.rms[10]).toBe(Math.round(Math.sqrt((40 ** 2 + 41 ** 2 + 42 ** 2 + 43 ** 2) / 4)))
})

test('a file says the same as what was written', () => {
  const peaks = song()
  expect(decodePeaks(encodePeaks(peaks).buffer)).toEqual(peaks)
})

test('anything that is not a whole file of this version is refused', () => {
  const bytes = encodePeaks(song())
  expect(decodePeaks(bytes.buffer.slice(0, bytes.length - 2))).toBeUndefined()
  expect(decodePeaks(new ArrayBuffer(0))).toBeUndefined()
  expect(decodePeaks(new ArrayBuffer(4096))).toBeUndefined()
  const otherVersion = bytes.slice()
  otherVersion[4] = 99
  expect(decodePeaks(otherVersion.buffer)).toBeUndefined()
  const wildOffset = bytes.slice()
  wildOffset[32 + 11] = 0x7f
  expect(decodePeaks(wildOffset.buffer)).toBeUndefined()
})

test('a span is drawn from the coarsest level that is fine enough and covers every bucket', () => {
  const peaks = song()
  const whole = peaksForSpan(peaks, 0, peaks.lengthFrames, 100)
  expect(whole.framesPerBucket).toBe(4096)
  expect(whole.channels).toHaveLength(2)
  expect(Math.round(Math.max(...(whole.channels[0]?.max ?? [])) * 32767)).toBe(2 * 4999)
  const close = peaksForSpan(peaks, 256 * 100, 256 * 110, 10)
  expect(close.framesPerBucket).toBe(256)
  expect([...(close.channels[0]?.max ?? [])].map((value) => Math.round(value * 32767))).toEqual([200, 202, 204, 206, 208, 210, 212, 214, 216, 218])
})

test('outside the song there is nothing to draw, and deeper than a bucket the window is told', () => {
  const peaks = song()
  const around = peaksForSpan(peaks, -256 * 4, 256 * 4, 8)
  expect([...(around.channels[0]?.rms ?? [])].slice(0, 4)).toEqual([0, 0, 0, 0])
  expect(peaksForSpan(peaks, peaks.lengthFrames, peaks.lengthFrames + 9_999, 5).channels[0]?.max).toEqual(new Float32Array(5))
  expect(peaksForSpan(peaks, 0, 640, 10).framesPerBucket).toBe(256)
})

test('left and right merge to the wider of both', () => {
  const side = (value: number) => ({ min: Float32Array.of(-value), max: Float32Array.of(value), rms: Float32Array.of(value) })
  const merged = mergeChannels([side(0.25), side(0.5)])
  expect([merged.min[0], merged.max[0]]).toEqual([-0.5, 0.5])
  expect(merged.rms[0]).toBeCloseTo(Math.sqrt((0.0625 + 0.25) / 2), 6)
})
