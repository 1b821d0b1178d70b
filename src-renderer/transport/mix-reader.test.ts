import { expect, test } from 'vitest'
import type { AudioLayout } from '../../src-shared/project/contract.ts'
import type { AudioReader, Samples } from './audio-reader.ts'
import { MixReader } from './mix-reader.ts'

const layout = { audioSha256: 'a'.repeat(64), sampleRateHz: 10, channelCount: 2, lengthFrames: 25, encoding: 'float32', dataOffset: 44 } as AudioLayout

/** A file whose left side counts frames and whose right side is constant. */
const file = (scale: number, fails = false) => {
  const asked: number[] = []
  const samples = (from: number, frameCount: number): Samples => ({
    channels: [Float32Array.from({ length: frameCount }, (_, i) => (from + i) * scale), new Float32Array(frameCount).fill(scale)],
    frameCount,
  })
  const reader = {
    readFirst: async (from: number, count: number) => samples(from, count),
    block: async (index: number) => {
      asked.push(index)
      if (fails) throw new Error('unreadable')
      return samples(index * 10, Math.min(10, 25 - index * 10))
    },
  }
  return { reader: reader as unknown as AudioReader, asked }
}

test('files are added up, each side by its own gain, also in the short last block', async () => {
  const [one, two] = [file(1), file(100)]
  const mix = new MixReader(layout, [
    { reader: one.reader, left: 1, right: 0 },
    { reader: two.reader, left: 0.5, right: 2 },
  ])
  const { channels, frameCount } = await mix.read(22, 3)
  expect(frameCount).toBe(3)
  expect([...(channels[0] ?? [])]).toEqual([22 + 1100, 23 + 1150, 24 + 1200])
  expect([...(channels[1] ?? [])]).toEqual([200, 200, 200])
  expect((await mix.readFirst(3, 2)).channels[0]?.[0]).toBe(3 + 150)
})

test('a block is mixed once and then in memory', async () => {
  const one = file(1)
  const mix = new MixReader(layout, [{ reader: one.reader, left: 1, right: 1 }])
  expect(mix.readyBlock(0)).toBeUndefined()
  await mix.block(0)
  await mix.read(4, 2)
  expect(mix.readyBlock(0)?.frameCount).toBe(10)
  expect(one.asked).toEqual([0])
})

test('nothing audible is silence of the song’s length', async () => {
  const { channels } = await new MixReader(layout, []).read(20, 5)
  expect(channels.map((samples) => [...samples])).toEqual([
    [0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0],
  ])
})

test('a file that cannot be read is asked again the next time', async () => {
  const bad = file(1, true)
  const mix = new MixReader(layout, [{ reader: bad.reader, left: 1, right: 1 }])
  await expect(mix.block(1)).rejects.toThrow('unreadable')
  await expect(mix.block(1)).rejects.toThrow('unreadable')
  expect(bad.asked).toEqual([1, 1])
})
