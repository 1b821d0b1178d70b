import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../../../src-shared/kernel/random.ts'
import { createWorkFlags, raiseCancel } from '../../../../src-shared/kernel/work-flags.ts'
import { readWavSpan } from '../../../audio/index.ts'
import { launchNodeProcess } from '../../../platform/processes/index.ts'
import { createInference, type Inference } from '../../index.ts'
import { writeSound } from '../../sound/write-sound.ts'
import goldens from './goldens.json' with { type: 'json' }
import type { InpaintOrder } from './inpaint.ts'
import type { Trace } from './trace.ts'

const MODEL = join(import.meta.dirname, '../../../../models/fixtures/vampnet-tiny')
const HOP = 768

let folder = ''
const open: Inference[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vampnet-'))
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})
afterAll(() => rm(folder, { recursive: true }))

const inference = (): Inference => {
  const made = createInference({ launch: launchNodeProcess, settings: async () => ({ providers: ['cpu'], threads: 1, memoryCeilingBytes: 4e9 }) })
  open.push(made)
  return made
}
const context = (progress: (fraction: number, stage: string) => void = () => {}) => ({
  signal: new AbortController().signal,
  flags: createWorkFlags(),
  progress,
})
const model: InpaintOrder['model'] = {
  files: {
    codec_encoder: join(MODEL, 'codec_encoder.onnx'),
    coarse: join(MODEL, 'coarse.onnx'),
    c2f: join(MODEL, 'c2f.onnx'),
    codec_decoder: join(MODEL, 'codec_decoder.onnx'),
  },
  sampleRateHz: 44_100,
  hopFrames: HOP,
  codebooks: 14,
  coarseCodebooks: 4,
  codebookSize: 56,
  coarseWindowTokens: 575,
  fineWindowTokens: 173,
}

/** The same samples as `noise` in models/export/vampnet/goldens.py. */
const noise = (frames: number, seed: number): Float32Array<ArrayBuffer> => {
  const random = createRandom(seed)
  let level = 0
  return Float32Array.from({ length: frames }, (_, at) => {
    if (at % (4 * HOP) === 0) level = random.next()
    return level * (random.next() - 0.5)
  })
}

const settingsOf = ({ typicalMass, ...rest }: (typeof goldens.cases)[number]['coarse']) => ({ ...rest, typicalMass: typicalMass ?? undefined })
const digest = (parts: readonly Uint8Array[]): string => createHash('sha256').update(Buffer.concat(parts)).digest('hex')
const shorts = (rows: readonly (readonly number[])[]): Uint8Array[] => rows.map((row) => Buffer.from(Int16Array.from(row).buffer))

const orderOf = async (golden: (typeof goldens.cases)[number], name: string): Promise<InpaintOrder & { tracePath: string }> => {
  const songPath = join(folder, `${name} song.wav`)
  await writeSound(songPath, [noise(golden.frames, golden.seed)], 44_100)
  return {
    model,
    songPath,
    startFrame: golden.start * HOP,
    endFrame: Math.min(golden.frames, golden.end * HOP),
    leadFrames: 6_615,
    outPath: join(folder, `${name} patch.wav`),
    seed: golden.seed,
    targetLufs: undefined,
    hints: { period: golden.period, onsetShare: 0, dropout: 0 },
    coarse: settingsOf(golden.coarse),
    fine: settingsOf(golden.fine),
    tracePath: join(folder, `${name} trace.json`),
  }
}

test.each(goldens.cases)('“$name”: masks and codes equal the PyTorch reference, and the sound is within 1e-4 of it', async (golden) => {
  const order = await orderOf(golden, golden.name)
  const made = await inference().run('vampnet.inpaint', order, context())
  const trace = JSON.parse(await readFile(order.tracePath, 'utf8')) as Trace
  expect(digest(trace.mask.map((row) => Uint8Array.from(row)))).toBe(golden.maskSha256)
  expect(trace.origin).toBe(0)
  expect(digest(shorts(trace.before))).toBe(golden.beforeSha256)
  if (golden.after) expect(Buffer.concat(shorts(trace.after)).toString('base64')).toBe(golden.after)
  expect(digest(shorts(trace.after))).toBe(golden.afterSha256)
  expect(made.madeTokens).toBe(golden.masked)
  // outside the mask no token has changed
  const changed = trace.after.flatMap((row, level) => row.filter((code, at) => code !== trace.before[level]?.[at] && trace.mask[level]?.[at] !== 1))
  expect(changed).toEqual([])

  const wanted = new Float32Array(Uint8Array.from(Buffer.from(golden.sound, 'base64')).buffer)
  const at = golden.soundAt - order.startFrame + made.leadInFrames
  const [sound = new Float32Array()] = await readWavSpan(order.outPath, at, at + wanted.length)
  expect(Math.max(...sound.map((value, i) => Math.abs(value - (wanted[i] ?? 0))))).toBeLessThan(1e-4)
})

test('the same seed gives the same bytes, another seed others; stereo and 48 kHz come back as they went in', async () => {
  const songPath = join(folder, 'stereo.wav')
  const random = createRandom(4)
  const left = Float32Array.from({ length: 48_000 * 5 }, () => 0.4 * (random.next() - 0.5))
  await writeSound(songPath, [left, left.map((value, i) => 0.5 * value + 0.1 * Math.sin(i / 30))], 48_000)
  const [golden] = goldens.cases
  if (!golden) throw new Error('no golden')
  const base = await orderOf(golden, 'stereo')
  const task = inference()
  const play = async (name: string, seed: number): Promise<string> => {
    const order = { ...base, songPath, seed, targetLufs: -24, startFrame: 96_001, endFrame: 160_000, outPath: join(folder, name) }
    const made = await task.run('vampnet.inpaint', order, context())
    expect(made.leadInFrames).toBe(6_615)
    const channels = await readWavSpan(order.outPath, 0, made.leadInFrames + 63_999 + made.leadOutFrames)
    expect(channels).toHaveLength(2)
    expect(channels.every((samples) => samples.every(Number.isFinite))).toBe(true)
    return digest([await readFile(order.outPath)])
  }
  const first = await play('one.wav', 1)
  expect(await play('two.wav', 1)).toBe(first)
  expect(await play('three.wav', 2)).not.toBe(first)
})

test('a cancel in the middle is answered within a second', async () => {
  const golden = goldens.cases.find(({ name }) => name === 'long')
  if (!golden) throw new Error('no golden')
  const order = { ...(await orderOf(golden, 'cancel')), coarse: { ...settingsOf(golden.coarse), steps: 500 } }
  const cancel = new AbortController()
  const flags = createWorkFlags()
  let begun = () => {}
  const isGoing = new Promise<void>((resolve) => {
    begun = resolve
  })
  const task = inference()
  const asked = task.run('vampnet.inpaint', order, { signal: cancel.signal, flags, progress: (_, stage) => stage.includes('step 3') && begun() })
  await isGoing
  const at = performance.now()
  raiseCancel(flags)
  cancel.abort()
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  expect(performance.now() - at).toBeLessThan(1_000)
})

test('a damaged graph is named, and nothing is written', async () => {
  const [golden] = goldens.cases
  if (!golden) throw new Error('no golden')
  const order = await orderOf(golden, 'damaged')
  const broken = join(folder, 'broken.onnx')
  const bytes = await readFile(model.files.c2f)
  await writeFile(broken, bytes.subarray(0, bytes.length / 2))
  const asked = inference().run('vampnet.inpaint', { ...order, model: { ...model, files: { ...model.files, c2f: broken } } }, context())
  await expect(asked).rejects.toMatchObject({ failure: { code: 'model.damaged' } })
})
