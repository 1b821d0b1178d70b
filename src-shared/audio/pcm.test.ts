import { expect, test } from 'vitest'
import { decodePcm, encodePcm, readPcm } from './pcm.ts'

/** awkward values, and an odd number of frames */
const samples = (seed: number): Float32Array =>
  Float32Array.from({ length: 1_001 }, (_, i) => {
    const odd = [Number.NaN, 1, -1, 2, -2, 0.5 / 0x800000, -0.5 / 0x800000, 1.5 / 0x800000, -1.5 / 0x800000, 0x7fffff / 0x800000, -0, Number.POSITIVE_INFINITY]
    return odd[i] ?? Math.sin(i * seed) * (i % 7 === 0 ? 1e-7 : 1)
  })

test('24-bit stereo, two frames at once, is byte for byte what each channel alone is', () => {
  const channels = [samples(1.1), samples(2.3)]
  const both = encodePcm(channels, 'pcm24')
  const alone = channels.map((channel) => encodePcm([channel], 'pcm24'))
  for (let i = 0; i < 1_001; i++)
    for (const [c, bytes] of alone.entries()) expect([...both.subarray(i * 6 + c * 3, i * 6 + c * 3 + 3)]).toEqual([...bytes.subarray(i * 3, i * 3 + 3)])
  const back = decodePcm(both, 'pcm24', 2)
  for (const [c, bytes] of alone.entries()) expect(back[c]).toEqual(decodePcm(bytes, 'pcm24', 1)[0])
  // bytes that do not begin at a word
  const shifted = new Uint8Array(both.length + 1)
  shifted.set(both, 1)
  const into = [new Float32Array(1_001), new Float32Array(1_001)]
  readPcm(shifted.subarray(1), 'pcm24', into)
  expect(into).toEqual(back)
  expect(encodePcm(back, 'pcm24')).toEqual(both)
})
