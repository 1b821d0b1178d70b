import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { createWavWriter, readWavBytes, readWavSpan } from '../audio/index.ts'
import { type CompStretch, compAndProve } from './comp-task.ts'
import { clickAt } from './seam-click.ts'

const RATE = 8_000
const SECONDS = 4
const FRAME_BYTES = 6

let folder = ''
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'comp-'))
})
afterAll(() => rm(folder, { recursive: true }))

const write = async (sample: (i: number, channel: number) => number, seconds = SECONDS): Promise<string> => {
  const path = join(folder, `${files++}.wav`)
  const writer = await createWavWriter(path, { sampleRateHz: RATE, channelCount: 2 })
  await writer.write([0, 1].map((channel) => Float32Array.from({ length: seconds * RATE }, (_, i) => sample(i, channel))))
  await writer.finish()
  return path
}
const noise = (seed: number, seconds?: number) => {
  const random = createRandom(seed)
  return write(() => 0.3 * (random.next() - 0.5), seconds)
}
const power = (channels: readonly Float32Array[]): number => channels.reduce((sum, samples) => samples.reduce((s, x) => s + x * x, sum), 0)

test('any comp is each take’s own bytes between the fades, and equal power inside them', async () => {
  const paths = await Promise.all([noise(1), noise(2), noise(3)])
  const [song = ''] = paths
  const bytes = await Promise.all(paths.map((path) => readWavBytes(path)))
  const cuts = fc.uniqueArray(fc.integer({ min: 400, max: SECONDS * RATE - 1 }), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(cuts, fc.integer({ min: 0, max: 1_600 }), fc.nat(2), async (edges, fade, first) => {
      const starts = [0, ...edges.sort((a, b) => a - b)]
      const stretches: CompStretch[] = starts.map((startFrame, index) => ({
        startFrame,
        endFrame: starts[index + 1] ?? SECONDS * RATE,
        path: paths[(first + index) % 3] ?? song,
        shiftFrames: 0,
        fadeFrames: index === 0 ? 0 : Math.min(fade, startFrame - (starts[index - 1] ?? 0)),
      }))
      const outPath = join(folder, 'comp.wav')
      const { proof, lengthFrames } = await compAndProve({ songPath: song, outPath, stretches }, createWorkFlags())
      expect(lengthFrames).toBe(SECONDS * RATE)
      expect(proof).toMatchObject({ outsideIdentical: true, piecesIdentical: true })
      expect(proof.seams.map(({ atFrame }) => atFrame)).toEqual(edges)
      const made = await readWavBytes(outPath)
      for (const [index, { startFrame, endFrame, path }] of stretches.entries()) {
        const end = endFrame - (stretches[index + 1]?.fadeFrames ?? 0)
        const own = bytes[paths.indexOf(path)]?.subarray(startFrame * FRAME_BYTES, end * FRAME_BYTES) ?? new Uint8Array()
        expect(Buffer.compare(made.subarray(startFrame * FRAME_BYTES, end * FRAME_BYTES), own)).toBe(0)
      }
    }),
    { numRuns: 12, seed: 20_261_127 },
  )
})

describe('a crossfade', () => {
  test.each([11, 12, 13])('of unlike sounds keeps the power (seed %i)', async (seed) => {
    const [song, take] = await Promise.all([noise(seed), noise(seed + 100)])
    const [at, fade] = [2 * RATE, 4_000]
    const stretches = [
      { startFrame: 0, endFrame: at, path: song, shiftFrames: 0, fadeFrames: 0 },
      { startFrame: at, endFrame: SECONDS * RATE, path: take, shiftFrames: 0, fadeFrames: fade },
    ]
    const outPath = join(folder, 'power.wav')
    const { proof } = await compAndProve({ songPath: song, outPath, stretches }, createWorkFlags())
    const decibels = 10 * Math.log10(power(await readWavSpan(outPath, at - fade, at)) / power(await readWavSpan(song, at - fade, at)))
    expect(Math.abs(decibels)).toBeLessThan(0.4)
    expect(proof.seams[0]).toMatchObject({ crossfadeSeconds: 0.5 })
    expect(proof.crossfadeSeconds).toBe(0.5)
  })

  test('of one and the same sound is that sound, byte for byte', async () => {
    const song = await noise(5)
    const copy = await noise(5)
    const stretches = [
      { startFrame: 0, endFrame: RATE, path: song, shiftFrames: 0, fadeFrames: 0 },
      { startFrame: RATE, endFrame: SECONDS * RATE, path: copy, shiftFrames: 0, fadeFrames: 800 },
    ]
    const outPath = join(folder, 'same.wav')
    await compAndProve({ songPath: song, outPath, stretches }, createWorkFlags())
    expect(Buffer.compare(await readWavBytes(outPath), await readWavBytes(song))).toBe(0)
  })

  test('a take that begins earlier plays the same moment of the song', async () => {
    const song = await noise(6)
    const longer = await noise(7, SECONDS + 1)
    const stretches = [
      { startFrame: 0, endFrame: RATE, path: song, shiftFrames: 0, fadeFrames: 0 },
      { startFrame: RATE, endFrame: SECONDS * RATE, path: longer, shiftFrames: RATE, fadeFrames: 0 },
    ]
    const outPath = join(folder, 'moved.wav')
    await compAndProve({ songPath: song, outPath, stretches }, createWorkFlags())
    const [made, own] = await Promise.all([readWavBytes(outPath, RATE), readWavBytes(longer, 2 * RATE)])
    expect(Buffer.compare(made, own)).toBe(0)
  })
})

test('a step in loudness that both takes make at an edge is told apart from what the comp adds', async () => {
  const random = createRandom(9)
  const song = await write((i) => (i < 2 * RATE ? 0.05 : 0.3) * (random.next() - 0.5))
  const louder = await write((i) => (i < 2 * RATE ? 0.06 : 0.36) * (random.next() - 0.5))
  const stretches = [
    { startFrame: 0, endFrame: RATE, path: song, shiftFrames: 0, fadeFrames: 0 },
    { startFrame: RATE, endFrame: 2 * RATE, path: louder, shiftFrames: 0, fadeFrames: 80 },
    { startFrame: 2 * RATE, endFrame: SECONDS * RATE, path: song, shiftFrames: 0, fadeFrames: 80 },
  ]
  const { proof } = await compAndProve({ songPath: song, outPath: join(folder, 'step.wav'), stretches }, createWorkFlags())
  const [into, back] = proof.seams
  expect(into?.loudnessStepLu).toBeGreaterThan(1)
  expect(Math.abs(into?.musicStepLu ?? 9)).toBeLessThan(0.5)
  expect(back?.loudnessStepLu).toBeGreaterThan(12)
  expect(Math.abs((back?.loudnessStepLu ?? 0) - (back?.musicStepLu ?? 0))).toBeLessThan(2)
})

describe('the click of a seam', () => {
  const tone = (i: number, phase: number) => 0.5 * Math.sin((2 * Math.PI * 110 * i) / RATE + phase)
  const seamOf = async (fadeFrames: number) => {
    const [song, take] = await Promise.all([write((i) => tone(i, 0)), write((i) => tone(i, 2))])
    const stretches = [
      { startFrame: 0, endFrame: 2 * RATE, path: song, shiftFrames: 0, fadeFrames: 0 },
      { startFrame: 2 * RATE, endFrame: SECONDS * RATE, path: take, shiftFrames: 0, fadeFrames },
    ]
    const { proof } = await compAndProve({ songPath: song, outPath: join(folder, 'click.wav'), stretches }, createWorkFlags())
    return proof.seams[0]?.clickDb ?? 0
  }

  test('is large for a hard cut between tones and not heard after a fade', async () => {
    expect(await seamOf(0)).toBeGreaterThan(30)
    expect(await seamOf(400)).toBeLessThan(6)
  })

  test('is nothing where the music strikes at the same moment', () => {
    const random = createRandom(3)
    const strike = Float32Array.from({ length: 4_000 }, (_, i) => (i < 2_000 ? 0.001 : 0.8 * Math.exp(-(i - 2_000) / 500)) * (random.next() - 0.5))
    expect(clickAt([strike], 2_000, RATE)).toBeLessThan(6)
  })
})
