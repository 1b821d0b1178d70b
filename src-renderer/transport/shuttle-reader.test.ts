import { expect, test } from 'vitest'
import type { Samples, SoundReader } from './audio-reader.ts'
import { nextRate } from './shuttle-rate.ts'
import { ShuttleReader } from './shuttle-reader.ts'

const RATE = 1_000
const ramp = Float32Array.from({ length: 3_500 }, (_, i) => i)
const song = {
  layout: { sampleRateHz: RATE, channelCount: 1, lengthFrames: ramp.length },
  blockFrames: RATE,
  block: async (index: number): Promise<Samples> => {
    const samples = ramp.slice(index * RATE, (index + 1) * RATE)
    return { channels: [samples], frameCount: samples.length }
  },
} as unknown as SoundReader

test('backwards at one the song’s frames come in turn, over the edges of blocks, to its beginning', async () => {
  const back = new ShuttleReader(song, 2_100, -1)
  expect(back.layout.lengthFrames).toBe(2_100)
  const { channels } = await back.read(0, 1_000)
  expect([...(channels[0] ?? [])]).toEqual(Array.from({ length: 1_000 }, (_, i) => 2_100 - i))
  expect([back.songFrame(0), back.songFrame(100), back.songFrame(2_100)]).toEqual([2_100, 2_000, 0])
})

test('faster ends sooner and is the mean of what it passes; a quarter lies between the frames', async () => {
  const fast = new ShuttleReader(song, 1_500, 4)
  expect(fast.layout.lengthFrames).toBe(500)
  expect((await fast.read(0, 3)).channels[0]).toEqual(Float32Array.of(1_501.5, 1_505.5, 1_509.5))
  const slow = new ShuttleReader(song, 10, -0.25)
  expect((await slow.read(0, 3)).channels[0]).toEqual(Float32Array.of(10, 9.75, 9.5))
})

test('pressed again it doubles, up to eight; the other way it begins at one; with K down it creeps', () => {
  expect([undefined, 1, 2, 4, 8].map((rate) => nextRate(rate, 1, false))).toEqual([1, 2, 4, 8, 8])
  expect([undefined, 4, -1, -8].map((rate) => nextRate(rate, -1, false))).toEqual([-1, -1, -2, -8])
  expect([nextRate(4, 1, true), nextRate(undefined, -1, true)]).toEqual([0.25, -0.25])
})
