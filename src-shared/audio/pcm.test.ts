import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodePcm, encodePcm, PCM_SAMPLE_BYTES, readPcm } from './pcm.ts'

test.each(['pcm16', 'pcm24'] as const)('%s comes back bit for bit, mono and stereo, at any byte offset', (encoding) => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 0, maxLength: 240 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 3 }),
      (raw, channelCount, offset) => {
        const whole = raw.length - (raw.length % (PCM_SAMPLE_BYTES[encoding] * channelCount))
        const holder = new Uint8Array(offset + whole)
        holder.set(raw.subarray(0, whole), offset)
        const bytes = holder.subarray(offset)
        expect([...encodePcm(decodePcm(bytes, encoding, channelCount), encoding)]).toEqual([...bytes])
      },
    ),
  )
})

test('float32 is exact and 32-bit integers are right to the float', () => {
  const channels = [Float32Array.of(0, 0.1, -1, 1.5), Float32Array.of(1e-30, -0.5, 0.25, 0)]
  expect(decodePcm(encodePcm(channels, 'float32'), 'float32', 2)).toEqual(channels)
  const [back] = decodePcm(encodePcm([Float32Array.of(0.3, -0.7, 1)], 'pcm32'), 'pcm32', 1)
  expect(back?.[0]).toBeCloseTo(0.3, 7)
  expect(back?.[2]).toBeCloseTo(1, 7)
})

test('what is louder than full scale is clipped, never wrapped, and not-a-number is silence', () => {
  for (const encoding of ['pcm16', 'pcm24', 'pcm32'] as const) {
    const [out] = decodePcm(encodePcm([Float32Array.of(2, -2, 1, -1, Number.NaN)], encoding), encoding, 1)
    expect(out?.[0]).toBeGreaterThan(0.9999)
    expect([out?.[1], out?.[3], out?.[4]]).toEqual([-1, -1, 0])
  }
})

test('half a frame at the end is left out', () => {
  expect(decodePcm(new Uint8Array(11), 'pcm24', 2)[0]).toHaveLength(1)
})

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
