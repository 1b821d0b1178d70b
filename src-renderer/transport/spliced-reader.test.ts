import { expect, test } from 'vitest'
import { crossfade } from '../../src-shared/dsp/crossfade-seam.ts'
import type { AudioLayout } from '../../src-shared/project/contract.ts'
import type { AudioReader } from './audio-reader.ts'
import { SplicedReader } from './spliced-reader.ts'

const LENGTH = 45
const layout = { audioSha256: 'a'.repeat(64), sampleRateHz: 10, channelCount: 2, lengthFrames: LENGTH, encoding: 'float32', dataOffset: 44 } as AudioLayout

/** A file whose samples are `level` plus their frame. Reads must stay inside one of its blocks. */
const file = (level: number): AudioReader =>
  ({
    blockFrames: 10,
    read: async (from: number, count: number) => {
      if (Math.floor(from / 10) !== Math.floor((from + count - 1) / 10)) throw new Error('across a block')
      return { channels: [0, 1].map((side) => Float32Array.from({ length: count }, (_, i) => level + from + i + side / 2)), frameCount: count }
    },
  }) as unknown as AudioReader

const allOf = async (reader: SplicedReader): Promise<number[]> => {
  const heard: number[] = []
  for (let index = 0; index * 10 < LENGTH; index++) heard.push(...((await reader.block(index)).channels[0] ?? []))
  return heard
}

test('each stretch is its file’s own samples, moved where the file begins earlier, and fades are those of a rendered comp', async () => {
  const reader = new SplicedReader(layout, [
    { reader: file(0), startFrame: 0, endFrame: 24, shiftFrames: 0, fadeFrames: 0 },
    { reader: file(1_000), startFrame: 24, endFrame: LENGTH, shiftFrames: 5, fadeFrames: 8 },
  ])
  const heard = await allOf(reader)
  expect(heard).toHaveLength(LENGTH)
  expect(heard.slice(0, 16)).toEqual(Array.from({ length: 16 }, (_, i) => i))
  expect(heard.slice(24)).toEqual(Array.from({ length: LENGTH - 24 }, (_, i) => 1_000 + 24 + 5 + i))
  const outgoing = [0, 0.5].map((side) => Float32Array.from({ length: 8 }, (_, i) => 16 + i + side))
  const incoming = [0, 0.5].map((side) => Float32Array.from({ length: 8 }, (_, i) => 1_000 + 21 + i + side))
  expect(heard.slice(16, 24)).toEqual([...(crossfade(outgoing, incoming)[0] ?? [])])
  expect(reader.readyBlock(2)?.frameCount).toBe(10)
})

test('stretches shorter than a block and hard cuts leave no hole', async () => {
  const cuts = [0, 3, 4, 17, LENGTH]
  const splices = cuts.slice(1).map((endFrame, index) => ({
    reader: file(1_000 * index),
    startFrame: cuts[index] ?? 0,
    endFrame,
    shiftFrames: 0,
    fadeFrames: 0,
  }))
  const heard = await allOf(new SplicedReader(layout, splices))
  expect(heard.map((value) => Math.floor(value / 1_000))).toEqual([...Array(3).fill(0), 1, ...Array(13).fill(2), ...Array(LENGTH - 17).fill(3)])
})
