import { expect, test } from 'vitest'
import { type Samples, type SoundReader, slice } from './audio-reader.ts'
import { ResampledReader } from './resampled-reader.ts'

const songOf = (sampleRateHz: number, seconds: number, hz: number): SoundReader => {
  const samples = Float32Array.from({ length: Math.round(seconds * sampleRateHz) }, (_, i) => Math.sin((2 * Math.PI * hz * i) / sampleRateHz))
  const whole: Samples = { channels: [samples, samples.map((value) => -value)], frameCount: samples.length }
  return {
    layout: { sampleRateHz, channelCount: 2, lengthFrames: samples.length },
    blockFrames: sampleRateHz,
    read: async (start: number, count: number) => {
      if (Math.floor(start / sampleRateHz) !== Math.floor((start + count - 1) / sampleRateHz)) throw new RangeError('more than one block')
      return slice(whole, start, count)
    },
  } as unknown as SoundReader
}

test.each([
  [48_000, 44_100],
  [44_100, 48_000],
  [96_000, 44_100],
])('a song at %i Hz is the same sound at %i Hz, over the edges of blocks, and as long', async (from, to) => {
  const reader = new ResampledReader(songOf(from, 2.5, 1_000), to)
  expect(reader.layout).toMatchObject({ sampleRateHz: to, lengthFrames: 2.5 * to })
  const blocks = [await reader.block(0), await reader.block(1), await reader.block(2)]
  expect(blocks.map(({ frameCount }) => frameCount)).toEqual([to, to, to / 2])
  const left = blocks.flatMap(({ channels }) => [...(channels[0] ?? [])])
  let worst = 0
  // the ends of the file ring, as a sound that begins at once does
  for (let i = 500; i < left.length - 500; i++) worst = Math.max(worst, Math.abs((left[i] ?? 0) - Math.sin((2 * Math.PI * 1_000 * i) / to)))
  expect(worst).toBeLessThan(1e-4)
  expect(blocks[1]?.channels[1]?.[7]).toBeCloseTo(-(blocks[1]?.channels[0]?.[7] ?? 0), 6)
  expect((await reader.read(to + 10, 5)).channels[0]).toEqual(blocks[1]?.channels[0]?.slice(10, 15))
  expect([reader.songFrame(0), reader.songFrame(to), reader.songFrame(9 * to)]).toEqual([0, from, 2.5 * from])
})
