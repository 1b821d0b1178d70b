import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSound } from './read-sound.ts'
import { writeSound } from './write-sound.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-sound-'))
})
afterAll(() => rm(folder, { recursive: true }))

const sine = (hz: number, rateHz: number, seconds: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: rateHz * seconds }, (_, n) => 0.5 * Math.sin((2 * Math.PI * hz * n) / rateHz))

test('samples come back as they were written, also beyond full scale', async () => {
  const path = join(folder, 'loud.wav')
  await writeSound(path, [Float32Array.of(1.5, -2, 0.25)], 44_100)
  expect([...((await readSound(path, { rateHz: 44_100, channelCount: 1 }))[0] ?? [])]).toEqual([1.5, -2, 0.25])
})

test('mono is the mean, stereo of a mono file is the same twice, and the span is cut at the file’s own rate', async () => {
  const path = join(folder, 'stereo.wav')
  await writeSound(path, [sine(440, 48_000, 2), sine(880, 48_000, 2)], 48_000)
  const [mono] = await readSound(path, { rateHz: 48_000, channelCount: 1, fromSeconds: 0.5, toSeconds: 1 })
  expect(mono?.length).toBe(24_000)
  expect(mono?.[100]).toBeCloseTo(((sine(440, 48_000, 2)[24_100] ?? 0) + (sine(880, 48_000, 2)[24_100] ?? 0)) / 2, 6)
  const single = join(folder, 'mono.wav')
  await writeSound(single, [sine(440, 8_000, 1)], 8_000)
  const [left, right] = await readSound(single, { rateHz: 8_000, channelCount: 2 })
  expect(left).toEqual(right)
  expect(await readSound(single, { rateHz: 8_000, channelCount: 1, fromSeconds: 5 })).toEqual([new Float32Array()])
})

test('at another rate a sine stays the same sine, to the frame', async () => {
  const path = join(folder, 'sine.wav')
  await writeSound(path, [sine(1_000, 44_100, 2)], 44_100)
  const [got = new Float32Array()] = await readSound(path, { rateHz: 16_000, channelCount: 1 })
  expect(got.length).toBe(32_000)
  const wanted = sine(1_000, 16_000, 2)
  let error = 0
  for (let i = 2_000; i < 30_000; i++) error = Math.max(error, Math.abs((got[i] ?? 0) - (wanted[i] ?? 0)))
  expect(20 * Math.log10(error / 0.5)).toBeLessThan(-90)
})
