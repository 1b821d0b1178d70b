import { expect, test } from 'vitest'
import { createRandom } from '../../../../src-shared/kernel/random.ts'
import { imageOf, scatter } from './stereo-image.ts'

const RATE = 44_100
const noise = (seed: number, seconds: number): Float32Array<ArrayBuffer> => {
  const random = createRandom(seed)
  return Float32Array.from({ length: RATE * seconds }, () => random.next() - 0.5)
}
const energy = (samples: Float32Array): number => samples.reduce((sum, value) => sum + value * value, 0)
const loudest = (samples: Float32Array): number => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
const decibels = (ratio: number): number => 10 * Math.log10(ratio)

test('what leaned to one side leans there again', async () => {
  const old = noise(1, 4)
  // 0.3 of the mid in the side: left louder than right
  const side = await imageOf(
    noise(2, 4),
    old,
    old.map((value) => 0.3 * value),
    RATE,
  )
  const mid = noise(2, 4)
  let product = 0
  for (let i = RATE; i < 3 * RATE; i++) product += (side[i] as number) * (mid[i] as number)
  expect(product / energy(mid.subarray(RATE, 3 * RATE))).toBeCloseTo(0.3, 2)
})

test('what was wide is as wide again, and does not lean', async () => {
  const mid = noise(2, 4)
  const side = await imageOf(
    mid,
    noise(1, 4),
    noise(3, 4).map((value) => 0.5 * value),
    RATE,
  )
  const [from, to] = [RATE, 3 * RATE]
  expect(decibels(energy(side.subarray(from, to)) / energy(mid.subarray(from, to)))).toBeCloseTo(decibels(0.25), 0)
  let product = 0
  for (let i = from; i < to; i++) product += (side[i] as number) * (mid[i] as number)
  expect(Math.abs(product) / Math.sqrt(energy(side.subarray(from, to)) * energy(mid.subarray(from, to)))).toBeLessThan(0.15)
})

test('a song whose channels are equal stays that way, and a silent one gets no side', async () => {
  const silence = new Float32Array(RATE)
  expect(loudest(await imageOf(noise(2, 1), noise(1, 1), silence, RATE))).toBeLessThan(1e-6)
  expect(loudest(await imageOf(noise(2, 1), silence, silence, RATE))).toBeLessThan(1e-6)
})

test('scattered sound is as loud as it was', () => {
  const sound = noise(4, 2)
  expect(Math.abs(decibels(energy(scatter(sound, RATE)) / energy(sound)))).toBeLessThan(0.1)
})

test('a long song is worked on in pieces that nobody can tell', async () => {
  const LOW = 8_000
  const [mid, side] = [
    noise(1, 15).subarray(0, 15 * LOW),
    noise(3, 15)
      .subarray(0, 15 * LOW)
      .map((value) => 0.4 * value),
  ]
  const [whole, later] = [
    await imageOf(mid, mid, side, LOW),
    await imageOf(mid.subarray(0, 13 * LOW), mid.subarray(0, 13 * LOW), side.subarray(0, 13 * LOW), LOW),
  ]
  // the seam is at 12 s: the second piece hears another end in either case, and everything before it is the same
  expect(loudest(whole.subarray(0, 10 * LOW).map((value, at) => value - (later[at] as number)))).toBe(0)
  const around = (at: number): number => energy(whole.subarray(at - 2_000, at)) / energy(whole.subarray(at, at + 2_000))
  expect(Math.abs(decibels(around(12 * LOW)))).toBeLessThan(1)
})
