import { expect, test } from 'vitest'
import { type Samples, type SoundReader, slice } from './audio-reader.ts'
import { CourseReader } from './course-reader.ts'
import { ResampledReader } from './resampled-reader.ts'

const RATE = 8_000
const songOf = (samples: Float32Array<ArrayBuffer>): SoundReader => {
  const whole: Samples = { channels: [samples], frameCount: samples.length }
  return {
    layout: { sampleRateHz: RATE, channelCount: 1, lengthFrames: samples.length },
    blockFrames: RATE,
    read: async (start: number, count: number) => {
      if (Math.floor(start / RATE) !== Math.floor((start + count - 1) / RATE)) throw new RangeError('more than one block')
      return slice(whole, start, count)
    },
  } as unknown as SoundReader
}
const counting = songOf(Float32Array.from({ length: 20_000 }, (_, i) => i))

test('a song from a frame on, over its blocks, to its end', async () => {
  const reader = new CourseReader(counting, { startFrame: 7_990, lengthFrames: 20_000, loop: undefined })
  expect(reader.layout.lengthFrames).toBe(12_010)
  expect([...((await reader.read(5, 10)).channels[0] ?? [])]).toEqual([7_995, 7_996, 7_997, 7_998, 7_999, 8_000, 8_001, 8_002, 8_003, 8_004])
  expect((await reader.block(1)).frameCount).toBe(4_010)
  expect([reader.songFrame(0), reader.songFrame(12_010), reader.songFrame(99_999)]).toEqual([7_990, 20_000, 20_000])
})

test('a loop is unrolled to the very frame and never ends', async () => {
  const loop = { startFrame: 7_001, endFrame: 9_003 }
  const reader = new CourseReader(counting, { startFrame: 9_000, lengthFrames: 20_000, loop })
  expect([...((await reader.read(0, 6)).channels[0] ?? [])]).toEqual([9_000, 9_001, 9_002, 7_001, 7_002, 7_003])
  const passes = 1_000
  expect([...((await reader.read(2_002 * passes, 4)).channels[0] ?? [])]).toEqual([9_000, 9_001, 9_002, 7_001])
  expect(reader.layout.lengthFrames).toBe(Number.POSITIVE_INFINITY)
})

test('at another rate a loop keeps its exact length, however often it comes round', async () => {
  // 80 periods of a tone: a loop that is a fraction of a frame too long would be out of phase after a thousand of them
  const hz = 100
  const tone = songOf(Float32Array.from({ length: 20_000 }, (_, i) => Math.sin((2 * Math.PI * hz * i) / RATE)))
  const loop = { startFrame: 2_000, endFrame: 8_400 }
  const outHz = 11_025
  const reader = new ResampledReader(new CourseReader(tone, { startFrame: 2_000, lengthFrames: 20_000, loop }), outHz)
  expect(reader.layout.lengthFrames).toBe(Number.POSITIVE_INFINITY)
  for (const second of [0, 7, 801]) {
    const { channels, frameCount } = await reader.block(second)
    expect(frameCount).toBe(outHz)
    let worst = 0
    for (let i = 500; i < outHz - 500; i++)
      worst = Math.max(worst, Math.abs((channels[0]?.[i] ?? 0) - Math.sin((2 * Math.PI * hz * (second * outHz + i)) / outHz)))
    expect(worst).toBeLessThan(1e-4)
  }
  // 801 seconds are 1,001 rounds and 1,600 frames
  expect(reader.songFrame(801 * outHz)).toBe(2_000 + 1_600)
  // the quick first piece is the same sound
  const first = await reader.readFirst(10, 300)
  expect(first.channels[0]).toEqual((await reader.read(10, 300)).channels[0])
})
