import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorkFlags } from '../../../../src-shared/kernel/work-flags.ts'
import { readWavLayout, readWavSpan } from '../../../audio/index.ts'
import { launchNodeProcess } from '../../../platform/processes/index.ts'
import { createInference, type Inference } from '../../index.ts'
import { readSound } from '../../sound/read-sound.ts'
import { writeSound } from '../../sound/write-sound.ts'
import { cutOff, fallingNoise } from './sound-for-tests.ts'

const RATE = 44_100
const weights = (name: string) => join(import.meta.dirname, '../../../../../shared/models', name)
const hasWeights = existsSync(weights('flashsr_lite.onnx'))

let folder = ''
let inference: Inference
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-sr-'))
  inference = createInference({ launch: launchNodeProcess, settings: async () => ({ providers: ['cpu'], threads: 1, memoryCeilingBytes: 4e9 }) })
})
afterAll(async () => {
  await inference.close()
  await rm(folder, { recursive: true, force: true })
})

const context = (cancel = new AbortController()) => ({ signal: cancel.signal, flags: createWorkFlags(), progress: () => undefined })
const exciter = { kind: 'exciter' } as const
const lite = { kind: 'flashsr', modelPath: weights('flashsr_lite.onnx') } as const

const song = async (channels: readonly Float32Array[], rateHz = RATE): Promise<string> => {
  const path = join(folder, `song-${count++}.wav`)
  await writeSound(path, channels, rateHz)
  return path
}
const restore = async (songPath: string, method: typeof exciter | typeof lite, span: readonly [number, number], cancel?: AbortController) => {
  const workFolder = join(folder, `work-${count++}`)
  await mkdir(workFolder)
  const outPath = join(workFolder, 'out.wav')
  const [fromFrame, toFrame] = span
  const result = await inference.run('super-resolution.restore', { songPath, fromFrame, toFrame, method, workFolder, outPath }, context(cancel))
  return { ...result, outPath }
}
const measure = (songPath: string, resultPath: string, toFrame: number, cutoffHz: number) =>
  inference.run('super-resolution.measure', { songPath, resultPath, fromFrame: 0, toFrame, cutoffHz }, context())

describe.skipIf(!hasWeights)('FlashSR with its real weights (skipped where ../shared/models is not there)', () => {
  test.each([
    ['an MP3-like edge', 16_000, 2],
    ['a lower one', 11_000, 2],
    ['mono', 8_000, 1],
  ])('%s: what is below stays, what is missing comes back at the right level', async (_, cutoffHz, channelCount) => {
    const frames = 2 * RATE
    const whole = Array.from({ length: channelCount }, (_channel, channel) => fallingNoise(2, RATE, 10 + channel))
    const path = await song(whole.map((samples) => cutOff(samples, RATE, cutoffHz)))
    const { made, cutoff, outPath } = await restore(path, lite, [0, frames])
    expect(made).toBe(true)
    expect(Math.abs(cutoff.cutoffHz - cutoffHz)).toBeLessThan(200)
    const report = await measure(path, outPath, frames, cutoff.cutoffHz)
    expect(report.nullBelowDb).toBeLessThan(-80)
    expect(report.belowChangeDb).toBeLessThan(0.1)
    expect(report.newCutoffHz).toBeGreaterThan(19_000)
    expect(report.aboveAfterDb).toBeGreaterThan((report.aboveBeforeDb ?? -200) + 10)
    expect(Math.abs(report.continuityDb ?? 0)).toBeLessThan(3)
    expect(await readWavLayout(outPath)).toMatchObject({ sampleRateHz: RATE, channelCount, lengthFrames: frames })
  })

  test('the same span alone and as part of a longer one is the same sound: no seams', async () => {
    const low = cutOff(fallingNoise(5, RATE, 20), RATE, 9_000)
    const path = await song([low])
    const long = await restore(path, lite, [0, low.length])
    const [whole = new Float32Array()] = await readWavSpan(long.outPath)
    // the join of the four-second blocks lies at frame 176 400; the new band there is as smooth as anywhere else
    const jump = (at: number) => Math.abs((whole[at] as number) - 2 * (whole[at - 1] as number) + (whole[at - 2] as number))
    const around = Array.from({ length: 2000 }, (_, i) => jump(175_400 + i)).toSorted((a, b) => a - b)
    expect(jump(176_400)).toBeLessThan(around[1980] as number)
  })

  test('a cut-off at 4 kHz is filled in passes', async () => {
    const low = cutOff(fallingNoise(2, RATE, 30), RATE, 4_000)
    const path = await song([low])
    const { outPath, cutoff } = await restore(path, lite, [0, low.length])
    const report = await measure(path, outPath, low.length, cutoff.cutoffHz)
    expect(report.nullBelowDb).toBeLessThan(-80)
    expect(report.newCutoffHz).toBeGreaterThan(15_000)
  })

  test('a cancel is answered within a second, and nothing is left running', async () => {
    const path = await song([cutOff(fallingNoise(20, RATE, 40), RATE, 11_000)])
    const cancel = new AbortController()
    const running = restore(path, lite, [0, 20 * RATE], cancel)
    setTimeout(() => cancel.abort(), 1_500)
    let asked = 0
    cancel.signal.addEventListener('abort', () => {
      asked = performance.now()
    })
    await expect(running).rejects.toThrow()
    expect(performance.now() - asked).toBeLessThan(1_000)
  })

  test('a damaged model says so', async () => {
    const broken = join(folder, 'broken.onnx')
    await writeFile(broken, 'this is no graph')
    const path = await song([cutOff(fallingNoise(1, RATE, 50), RATE, 11_000)])
    await expect(restore(path, { kind: 'flashsr', modelPath: broken }, [0, RATE])).rejects.toMatchObject({ failure: { code: 'model.damaged' } })
  })
})

describe('whatever is given', () => {
  test('a song that is whole, and one that is silent, are left alone: no file is written', async () => {
    const full = await restore(await song([fallingNoise(3, RATE, 60)]), exciter, [0, 3 * RATE])
    expect(full).toMatchObject({ made: false, cutoff: { kind: 'full' } })
    expect(existsSync(full.outPath)).toBe(false)
    expect(await restore(await song([new Float32Array(RATE), new Float32Array(RATE)]), exciter, [0, RATE])).toMatchObject({
      made: false,
      cutoff: { kind: 'silent' },
    })
  })

  test.each([1, 7, 500, 5_000])('a song of %i frames', async (frames) => {
    const low = cutOff(fallingNoise(1, RATE, 70), RATE, 6_000).subarray(20_000, 20_000 + frames)
    const path = await song([low, low])
    const { made, outPath } = await restore(path, exciter, [0, frames])
    if (made) expect((await readWavLayout(outPath)).lengthFrames).toBe(frames)
  })

  test('48 kHz, 96 kHz and an odd rate', async () => {
    for (const rateHz of [48_000, 96_000, 44_056]) {
      const low = cutOff(fallingNoise(2, rateHz, 80), rateHz, 10_000)
      const path = await song([low], rateHz)
      const { outPath, cutoff } = await restore(path, hasWeights ? lite : exciter, [0, low.length])
      const report = await measure(path, outPath, low.length, cutoff.cutoffHz)
      expect(report.nullBelowDb).toBeLessThan(-80)
      expect(report.newCutoffHz).toBeGreaterThan(14_000)
    }
  })

  test('a mono song in two channels stays one: the side is left silent', async () => {
    const low = cutOff(fallingNoise(2, RATE, 90), RATE, 9_000)
    const { outPath } = await restore(await song([low, low]), exciter, [0, low.length])
    const [left, right] = await readWavSpan(outPath)
    expect(left).toEqual(right)
  })

  test('a song of a low rate comes to a higher one without a change', async () => {
    const low = cutOff(fallingNoise(3, 22_050, 95), 22_050, 9_000)
    const path = await song([low], 22_050)
    const outPath = join(folder, 'wide.wav')
    expect(await inference.run('super-resolution.widen', { songPath: path, rateHz: 48_000, outPath }, context())).toEqual({ lengthFrames: 144_000 })
    const [back = new Float32Array()] = await readSound(outPath, { rateHz: 22_050, channelCount: 1 })
    let [error, power] = [0, 0]
    for (let i = 2_000; i < 60_000; i++) {
      error += ((back[i] as number) - (low[i] as number)) ** 2
      power += (low[i] as number) ** 2
    }
    expect(10 * Math.log10(error / power)).toBeLessThan(-80)
  })

  test('a file that ends early is refused in words, and the work folder holds nothing that looks finished', async () => {
    const path = await song([fallingNoise(2, RATE, 99)])
    await truncate(path, 20)
    await expect(restore(path, exciter, [0, 2 * RATE])).rejects.toMatchObject({ failure: { code: expect.stringMatching(/^audio\./) } })
    expect((await readdir(folder)).length).toBeGreaterThan(0)
  })
})

describe('the rate converter of readSound', () => {
  const RATES = [
    [44_100, 16_000],
    [44_100, 48_000],
    [48_000, 44_100],
    [48_000, 16_000],
  ] as const
  const sine = (hz: number, rateHz: number) => Float32Array.from({ length: rateHz }, (_, n) => 0.5 * Math.sin((2 * Math.PI * hz * n) / rateHz))
  const rms = (samples: Float32Array) =>
    Math.sqrt(samples.subarray(4_000, samples.length - 4_000).reduce((sum, value) => sum + value * value, 0) / (samples.length - 8_000))
  const db = (ratio: number) => 20 * Math.log10(Math.max(1e-12, ratio))
  const convert = async (samples: Float32Array, fromHz: number, toHz: number) => {
    const [out = new Float32Array()] = await readSound(await song([samples], fromHz), { rateHz: toHz, channelCount: 1 })
    return out
  }

  test.each(RATES)('%i to %i Hz: aliases at least 100 dB down, flat within 0.05 dB', async (fromHz, toHz) => {
    const nyquist = Math.min(fromHz, toHz) / 2
    for (const share of [0.05, 0.5, 0.85]) {
      const hz = Math.round(share * nyquist)
      expect(Math.abs(db(rms(await convert(sine(hz, fromHz), fromHz, toHz)) / rms(sine(hz, fromHz))))).toBeLessThan(0.05)
    }
    if (toHz < fromHz) {
      const alias = await convert(sine(Math.round(nyquist * 1.15), fromHz), fromHz, toHz)
      if (nyquist * 1.15 < fromHz / 2) expect(db(rms(alias) / rms(sine(1_000, fromHz)))).toBeLessThan(-100)
    }
  })

  test('44.1 to 16 to 48 kHz keeps what both hold', async () => {
    const down = await convert(sine(3_000, 44_100), 44_100, 16_000)
    const up = await convert(down, 16_000, 48_000)
    const wanted = sine(3_000, 48_000)
    const error = up.map((value, i) => value - (wanted[i] as number))
    expect(db(rms(error) / rms(wanted))).toBeLessThan(-80)
  })
})
