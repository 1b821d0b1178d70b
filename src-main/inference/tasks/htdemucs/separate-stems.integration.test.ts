import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorkFlags, raiseCancel } from '../../../../src-shared/kernel/work-flags.ts'
import { createWavWriter, readWavLayout, readWavSpan, writeWav24 } from '../../../audio/index.ts'
import { launchNodeProcess } from '../../../platform/processes/index.ts'
import { createInference, type Inference, type SeparateStemsInput } from '../../index.ts'

/** Four fixed bands of the spectrum in HTDemucs' shape; see models/export/htdemucs. */
const fixture = fileURLToPath(new URL('../../../../models/fixtures/tiny-separator', import.meta.url))
const { params } = JSON.parse(readFileSync(join(fixture, 'segno-model.json'), 'utf8'))
const shape = { ...params, sources: params.stems }
const TONES = { bass: 100, other: 440, vocals: 1500, drums: 8000 }
const EACH = params.stems.map((name: string, source: number) => ({ name, sources: [source] }))

let folder = ''
let inference: Inference
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'segno-stems-'))
  inference = createInference({ launch: launchNodeProcess, settings: async () => ({ providers: ['cpu'], threads: 1, memoryCeilingBytes: 4e9 }) })
})
afterAll(async () => {
  await inference.close()
  rmSync(folder, { recursive: true, force: true })
})

const tone = (hz: number, rateHz: number, frames: number, gain = 0.2): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: frames }, (_, i) => gain * Math.sin((2 * Math.PI * hz * i) / rateHz))
const add = (...parts: readonly Float32Array[]): Float32Array<ArrayBuffer> =>
  Float32Array.from(parts[0] ?? [], (_, i) => parts.reduce((sum, part) => sum + (part[i] as number), 0))
const mixAt = (rateHz: number, frames: number) => add(...Object.values(TONES).map((hz) => tone(hz, rateHz, frames)))
/** how far `got` is from `wanted`, dB, between two frames */
const distanceDb = (got: Float32Array, wanted: Float32Array, from = 0, to = wanted.length): number => {
  let [rest, whole] = [0, 0]
  for (let i = from; i < to; i++) {
    rest += ((got[i] as number) - (wanted[i] as number)) ** 2
    whole += (wanted[i] as number) ** 2
  }
  return 10 * Math.log10((rest + 1e-20) / (whole + 1e-20))
}

let count = 0
const separate = async (songPath: string, wish: Partial<SeparateStemsInput> = {}, work = {}) => {
  const out = join(folder, `out-${++count}`)
  mkdirSync(out)
  const input: SeparateStemsInput = {
    modelPath: join(fixture, 'separator.onnx'),
    shape,
    songPath,
    folder: out,
    voices: EACH,
    shifts: 0,
    seed: 1,
    ...wish,
  }
  const answer = await inference.run('stems.separate', input, {
    signal: new AbortController().signal,
    flags: createWorkFlags(),
    progress: () => undefined,
    ...work,
  })
  const sound = async (name: string) => readWavSpan(answer.stems.find((stem) => stem.name === name)?.path ?? '')
  return { ...answer, out, sound }
}
const song = async (name: string, rateHz: number, channels: readonly Float32Array[]): Promise<string> => {
  const path = join(folder, name)
  await writeWav24(path, channels, rateHz)
  return path
}

test('each source comes out by itself, as long as the song, and all add up to it', async () => {
  const frames = 44_100 * 4 + 321
  const path = await song('tones.wav', 44_100, [mixAt(44_100, frames), mixAt(44_100, frames).map((x) => x / 2)])
  const told: [number, string][] = []
  const { stems, sound, residualDb, modelResidualDb, out } = await separate(
    path,
    {},
    { progress: (fraction: number, stage: string) => void told.push([fraction, stage]) },
  )
  expect(stems.map(({ name }) => name)).toEqual(['drums', 'bass', 'other', 'vocals'])
  for (const [name, hz] of Object.entries(TONES)) {
    const [left = new Float32Array(), right = new Float32Array()] = await sound(name)
    expect([left.length, right.length]).toEqual([frames, frames])
    // 2 % of the whole song is in every stem, see make_separator.py
    const wanted = add(
      tone(hz, 44_100, frames, 0.2 * 0.92),
      mixAt(44_100, frames).map((x) => x * 0.02),
    )
    expect(distanceDb(left, wanted, 4_000, frames - 4_000), name).toBeLessThan(-40)
    expect(
      distanceDb(
        right.map((x) => x * 2),
        wanted,
        4_000,
        frames - 4_000,
      ),
      name,
    ).toBeLessThan(-40)
  }
  const mix = (await readWavSpan(path))[0] as Float32Array
  expect(distanceDb(add(...(await Promise.all(stems.map((stem) => sound(stem.name)))).map(([left]) => left as Float32Array)), mix)).toBeLessThan(-110)
  expect(residualDb).toBeLessThan(-110)
  expect(modelResidualDb).toBeLessThan(-30)
  expect(modelResidualDb).toBeGreaterThan(-80)
  expect(readdirSync(out).toSorted()).toEqual(['stem-1.wav', 'stem-2.wav', 'stem-3.wav', 'stem-4.wav'])
  expect(told.map(([fraction]) => fraction)).toEqual(told.map(([fraction]) => fraction).toSorted((a, b) => a - b))
  expect(told.map(([, stage]) => stage)).toContain('taking drums, bass, other and vocals apart, 0:03 of 0:04')
})

test('as the model answered, all but one is a single file, and it is the sum of the others', async () => {
  const frames = 44_100 * 2
  const path = await song('two.wav', 44_100, [mixAt(44_100, frames), mixAt(44_100, frames)])
  const four = await separate(path, { isConsistent: false })
  expect(four.residualDb).toBeCloseTo(four.modelResidualDb, 3)
  const two = await separate(path, {
    isConsistent: false,
    voices: [
      { name: 'vocals', sources: [3] },
      { name: 'all but vocals', sources: [0, 1, 2] },
    ],
  })
  const others = await Promise.all(['drums', 'bass', 'other'].map(async (name) => (await four.sound(name))[0] as Float32Array))
  expect(distanceDb((await two.sound('all but vocals'))[0] as Float32Array, add(...others))).toBeLessThan(-120)
  expect((await two.sound('vocals'))[0]).toEqual((await four.sound('vocals'))[0])
})

test('a mono song at another rate comes back at its own rate, to the frame, in stereo', async () => {
  const frames = 48_000 * 3 + 77
  const path = await song('mono.wav', 48_000, [mixAt(48_000, frames)])
  const { stems, sound, out } = await separate(path)
  for (const stem of stems)
    expect(await readWavLayout(stem.path)).toMatchObject({ sampleRateHz: 48_000, channelCount: 2, lengthFrames: frames, encoding: 'float32' })
  const [left = new Float32Array(), right] = await sound('other')
  expect(right).toEqual(left)
  const wanted = add(
    tone(440, 48_000, frames, 0.2 * 0.92),
    mixAt(48_000, frames).map((x) => x * 0.02),
  )
  expect(distanceDb(left, wanted, 5_000, frames - 5_000)).toBeLessThan(-38)
  expect(readdirSync(out).toSorted()).toEqual(['stem-1.wav', 'stem-2.wav', 'stem-3.wav', 'stem-4.wav'])
})

test.each([44_100, 48_000])('a region of a song at %i Hz is silent outside, and with the rest of the song everything adds up', async (rateHz) => {
  const frames = rateHz * 5
  const path = await song(`region-${rateHz}.wav`, rateHz, [mixAt(rateHz, frames), mixAt(rateHz, frames)])
  const region = { startFrame: 2 * rateHz + 11, endFrame: 3 * rateHz + 500 }
  const { stems, outsidePath = '', residualDb } = await separate(path, { region })
  const all = await Promise.all([...stems.map((stem) => stem.path), outsidePath].map(async (one) => (await readWavSpan(one))[0] as Float32Array))
  for (const [index, sound] of all.entries()) {
    expect(sound.length).toBe(frames)
    const inside = index === stems.length
    const silent = inside ? sound.subarray(region.startFrame + rateHz / 50, region.endFrame - rateHz / 50) : sound.subarray(0, region.startFrame)
    expect(Math.max(...silent.map(Math.abs))).toBe(0)
  }
  const whole = (await readWavSpan(path))[0] as Float32Array
  expect(distanceDb(add(...all), whole)).toBeLessThan(-110)
  for (let at = 0; at < frames; at += rateHz / 10) expect(distanceDb(add(...all), whole, at, at + rateHz / 10), `from ${at}`).toBeLessThan(-100)
  expect(residualDb).toBeLessThan(-110)
})

test('shifts are drawn from the seed: the same seed gives the same bytes, and nothing of the passes is left', async () => {
  const frames = 44_100 * 2
  const path = await song('shifted.wav', 44_100, [mixAt(44_100, frames), mixAt(44_100, frames)])
  const bytes = async (seed: number) => {
    const { stems, out } = await separate(path, { shifts: 2, seed })
    expect(readdirSync(out)).toHaveLength(4)
    return readFileSync(stems[0]?.path ?? '')
  }
  const [first, again, other] = [await bytes(7), await bytes(7), await bytes(8)]
  expect(first.equals(again)).toBe(true)
  expect(first.equals(other)).toBe(false)
})

test.each([22_050, 48_000, 96_000])('at %i Hz and in two passes the stems add up to the song’s own samples, in every tenth of a second', async (rateHz) => {
  const frames = rateHz * 3 + 5
  const whole = mixAt(rateHz, frames).map((x, i) => x + (i % 997 === 0 ? 0.2 : 0))
  const path = await song(`whole-${rateHz}.wav`, rateHz, [whole, whole.map((x) => -x / 3)])
  const { stems, residualDb } = await separate(path, { shifts: 2 })
  const written = await readWavSpan(path)
  for (const channel of [0, 1]) {
    const all = await Promise.all(stems.map(async (stem) => (await readWavSpan(stem.path))[channel] as Float32Array))
    const wanted = written[channel] as Float32Array
    for (let at = 0; at < frames - rateHz / 10; at += rateHz / 10) expect(distanceDb(add(...all), wanted, at, at + rateHz / 10)).toBeLessThan(-100)
  }
  expect(residualDb).toBeLessThan(-110)
})

test('silence stays silence', async () => {
  const path = await song('silence.wav', 44_100, [new Float32Array(50_000), new Float32Array(50_000)])
  const { sound } = await separate(path)
  expect(Math.max(...((await sound('drums'))[0] ?? [1]).map(Math.abs))).toBeLessThan(1e-6)
})

test('a model that is cut off, or is another one, is refused in words', async () => {
  const path = await song('short.wav', 44_100, [mixAt(44_100, 9_000), mixAt(44_100, 9_000)])
  const whole = readFileSync(join(fixture, 'separator.onnx'))
  writeFileSync(join(folder, 'cut.onnx'), whole.subarray(0, 9_000))
  for (const wish of [{ modelPath: join(folder, 'cut.onnx') }, { modelPath: join(folder, 'nowhere.onnx') }, { shape: { ...shape, segmentFrames: 88_200 } }])
    await expect(separate(path, wish)).rejects.toMatchObject({ failure: { code: 'model.damaged', message: expect.stringContaining('Repair') } })
})

test('a cancel is answered within a second, in the middle of a long song', async () => {
  const path = join(folder, 'long.wav')
  const writer = await createWavWriter(path, { sampleRateHz: 44_100, channelCount: 2 })
  const minute = [mixAt(44_100, 44_100 * 30), mixAt(44_100, 44_100 * 30)]
  for (let i = 0; i < 6; i++) await writer.write(minute)
  await writer.finish()
  const cancel = new AbortController()
  const flags = createWorkFlags()
  let at = 0
  const running = separate(
    path,
    {},
    {
      signal: cancel.signal,
      flags,
      progress: (_: number, stage: string) => {
        if (!stage.startsWith('taking') || at > 0) return
        at = performance.now()
        raiseCancel(flags)
        cancel.abort()
      },
    },
  )
  await expect(running).rejects.toMatchObject({ name: 'AbortError' })
  expect(performance.now() - at).toBeLessThan(1_000)
})
