import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { createWorkFlags } from '../../../../src-shared/kernel/work-flags.ts'
import { launchNodeProcess } from '../../../platform/processes/index.ts'
import { createInference, type Inference } from '../../index.ts'
import { writeSound } from '../../sound/write-sound.ts'
import { openTokenizer } from '../../text/tokenizer.ts'
import { clapFeatures, fillCrop } from './clap-features.ts'

/**
 * models/fixtures/clap-tiny: CLAP's architecture with small random weights, and what transformers answers for it
 * (golden.json says which versions; made by models/export/clap/export.py --tiny --golden).
 */
type Golden = {
  readonly sounds: readonly { seconds: number; seed: number; rows: Record<string, number[]>; mean: number; embed: number[] }[]
  readonly texts: readonly { text: string; ids: number[]; embed: number[] }[]
}
const fixture = (name: string) => join(import.meta.dirname, '../../../../models/fixtures/clap-tiny', name)
const golden = JSON.parse(readFileSync(fixture('golden.json'), 'utf8')) as Golden
const hearing = { sampleRateHz: 48_000, windowFrames: 480_000, fftSize: 1_024, hopFrames: 480, melCount: 64, lowHz: 50, highHz: 14_000 }

/** The same samples as the script's `sound`. */
const sound = (seconds: number, seed: number): Float32Array<ArrayBuffer> => {
  let state = seed
  return Float32Array.from({ length: Math.round(seconds * 48_000) }, (_, i) => {
    const t = i / 48_000
    state = Number((1103515245n * BigInt(state) + 12345n) % 2147483648n)
    const tone = 0.4 * Math.sin(2 * Math.PI * (110 * seed * t + 40 * t * t)) + 0.2 * Math.sin(2 * Math.PI * 330 * seed * t)
    return tone + 0.05 * (state / 1073741824 - 1)
  })
}
const furthest = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  expect(a.length).toBe(b.length)
  let most = 0
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs((a[i] as number) - (b[i] as number)))
  return most
}

const folder = mkdtempSync(join(tmpdir(), 'segno-clap-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const open: Inference[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})
const inference = (): Inference => {
  const made = createInference({ launch: launchNodeProcess, settings: async () => ({ providers: ['cpu'], threads: 1, memoryCeilingBytes: 4e9 }) })
  open.push(made)
  return made
}
const context = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })

test('features equal those of transformers, for whole, repeated and very short sound', () => {
  for (const { seconds, seed, rows, mean } of golden.sounds) {
    const features = clapFeatures(sound(seconds, seed), hearing)
    expect(features).toHaveLength(1001 * 64)
    expect(features.reduce((sum, value) => sum + value, 0) / features.length).toBeCloseTo(mean, 3)
    for (const [row, values] of Object.entries(rows)) expect(furthest(features.subarray(Number(row) * 64, (Number(row) + 1) * 64), values)).toBeLessThan(1e-4)
  }
})

test('vectors of sound equal those of transformers', async () => {
  const engine = inference()
  for (const { seconds, seed, embed } of golden.sounds) {
    const audioPath = join(folder, `${seed}.wav`)
    await writeSound(audioPath, [sound(seconds, seed)], 48_000)
    const input = { graphPath: fixture('audio_model.onnx'), hearing, audioPath, segments: [{ fromSeconds: 0, toSeconds: seconds }] }
    const [vector] = await engine.run('clap.embed-sound', input, context())
    expect(furthest(vector ?? [], embed)).toBeLessThan(1e-4)
  }
})

test('words are cut into the same tokens and give the same vectors', async () => {
  const tokenizer = await openTokenizer(fixture('tokenizer.json'))
  const engine = inference()
  for (const { text, ids, embed } of golden.texts) {
    expect(tokenizer.encode(text)).toEqual(ids)
    const input = { graphPath: fixture('text_model.onnx'), tokenizerPath: fixture('tokenizer.json'), text, maxTokens: 77 }
    expect(furthest(await engine.ask('clap.embed-words', input, context()), embed)).toBeLessThan(1e-4)
  }
})

test('silence, no samples and more than a crop fit into a crop', () => {
  expect(fillCrop(new Float32Array(0), 10)).toEqual(new Float32Array(10))
  expect([...fillCrop(Float32Array.of(1, 2, 3), 8)]).toEqual([1, 2, 3, 1, 2, 3, 0, 0])
  expect(fillCrop(new Float32Array(20).fill(1), 10)).toEqual(new Float32Array(10).fill(1))
  expect(clapFeatures(new Float32Array(0), hearing).every((value) => value === -100)).toBe(true)
})

test('cancel comes through between crops', async () => {
  const audioPath = join(folder, 'long.wav')
  await writeSound(audioPath, [sound(30, 1)], 48_000)
  const cancel = new AbortController()
  const segments = Array.from({ length: 40 }, () => ({ fromSeconds: 0, toSeconds: 10 }))
  const running = inference().run(
    'clap.embed-sound',
    { graphPath: fixture('audio_model.onnx'), hearing, audioPath, segments },
    { ...context(), signal: cancel.signal, progress: (fraction) => fraction > 0.05 && cancel.abort() },
  )
  await expect(running).rejects.toMatchObject({ name: 'AbortError' })
})

test('a graph that is none says so', async () => {
  const input = { graphPath: fixture('tokenizer.json'), hearing, audioPath: join(folder, '1.wav'), segments: [{ fromSeconds: 0, toSeconds: 1 }] }
  await expect(inference().run('clap.embed-sound', input, context())).rejects.toMatchObject({ failure: { code: 'model.damaged' } })
})
