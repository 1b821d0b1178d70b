import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodePcm, encodePcm, PCM_SAMPLE_BYTES } from './pcm.ts'

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
