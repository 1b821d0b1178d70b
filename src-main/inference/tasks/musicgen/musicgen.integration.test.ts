import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorkFlags, raiseCancel } from '../../../../src-shared/kernel/work-flags.ts'
import { launchNodeProcess } from '../../../platform/processes/index.ts'
import { createInference, type Inference } from '../../inference.ts'
import { readSound } from '../../sound/read-sound.ts'
import { writeSound } from '../../sound/write-sound.ts'
import { openTokenizer } from '../../text/tokenizer.ts'
import golden from './golden.json' with { type: 'json' }
import { MusicgenParams } from './model.ts'

/** Golden values: see `origin` in golden.json; made by transformers from the same tiny random weights. */
const FOLDER = join(import.meta.dirname, '../../../../models/fixtures/musicgen-tiny')

let inference: Inference
let folder = ''
let model: { files: Record<string, string>; params: MusicgenParams }
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-musicgen-'))
  inference = createInference({ launch: launchNodeProcess, settings: async () => ({ providers: ['cpu'], threads: 1, memoryCeilingBytes: 4e9 }) })
  const manifest = JSON.parse(await readFile(join(FOLDER, 'segno-model.json'), 'utf8'))
  const files = Object.fromEntries(manifest.files.map(({ role, path }: { role: string; path: string }) => [role, join(FOLDER, path)]))
  model = { files, params: MusicgenParams.parse(manifest.params) }
})
afterAll(async () => {
  await inference.close()
  await rm(folder, { recursive: true, force: true })
})

const context = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })
const text = golden.tokens[0]?.text ?? ''
const rows = (codes: readonly Int32Array[]): number[][] => codes.map((row) => [...row])
const promptOf = (frames: number): Int32Array<ArrayBuffer>[] => golden.prompt.codes.map((row) => Int32Array.from(row.slice(0, frames)))
const write = (order: {
  frames: number
  promptFrames: number
  seed?: number
  temperature?: number
  topK?: number
  topP?: number
  guidance?: number
  window?: { frames: number; strideFrames: number }
  on?: typeof model
}) => {
  const { frames, promptFrames, seed = 0, temperature = 0, topK = 0, topP = 0, guidance = 3, window, on = model } = order
  const sampling = { temperature, topK, topP, guidance }
  return inference.run('musicgen.write', { model: on, text, seed, sampling, prompt: promptOf(promptFrames), frames, window }, context())
}

/** Two sines that rise, as in golden.py. */
const testTone = (samples: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: samples }, (_, n) => {
    const seconds = n / 32_000
    return 0.4 * Math.sin(2 * Math.PI * 220 * seconds * (1 + seconds / 4)) + 0.2 * Math.sin(2 * Math.PI * 1870 * seconds)
  })

describe('the same as the reference', () => {
  test.each(golden.tokens)('words to tokens: “$text”', async ({ text: words, ids }) => {
    const tokenizer = await openTokenizer(join(FOLDER, 'tokenizer.json'))
    expect([...tokenizer.encode(words)]).toEqual(ids)
    const cut = tokenizer.encode(words, { maxTokens: 5 })
    expect(cut.length).toBeLessThanOrEqual(5)
    expect(cut.at(-1)).toBe(ids.at(-1))
  })

  test.each(golden.greedy)('likeliest tokens, guidance $guidance, $promptFrames frames of prompt', async ({ codes, ...order }) => {
    expect(rows((await write(order)).codes)).toEqual(codes)
  })

  test.each(golden.sampled)(
    'chosen tokens: guidance $guidance, prompt $promptFrames, temperature $temperature, top-k $topK, top-p $topP',
    async ({ codes, ...order }) => {
      expect(rows((await write(order)).codes)).toEqual(codes)
    },
  )

  test.each(golden.windows)('$frames frames in windows of $windowFrames', async ({ codes, windowFrames, strideFrames, ...order }) => {
    const window = { frames: windowFrames, strideFrames }
    expect(rows((await write({ ...order, window, temperature: 1, topK: 64 })).codes)).toEqual(codes)
  })

  test('the window that the model’s own longest stretch asks for is the reference’s 30 s and 18 s', async () => {
    const long = golden.windows.find(({ frames }) => frames > 1500)
    const { codes } = await write({ frames: long?.frames ?? 0, promptFrames: 0, seed: 7, temperature: 1, topK: 64 })
    expect(rows(codes)).toEqual(long?.codes)
  })

  test('sound to codes and codes to sound', async () => {
    const path = join(folder, 'tone.wav')
    await writeSound(path, [testTone(golden.prompt.samples)], 32_000)
    const { codes } = await inference.run('musicgen.encode', { model, path, fromSeconds: 0, toSeconds: golden.prompt.samples / 32_000 }, context())
    expect(rows(codes)).toEqual(golden.prompt.codes)

    const outPath = join(folder, 'decoded.wav')
    const order = {
      model,
      codes: promptOf(golden.audio.frames),
      skipFrames: 0,
      outPath,
      sampleRateHz: 32_000,
      channelCount: 1,
      isWholePiece: false,
      isEnd: false,
    }
    const { lengthFrames } = await inference.run('musicgen.decode', order, context())
    const bytes = Buffer.from(golden.audio.samples, 'base64')
    const wanted = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
    const [got = new Float32Array()] = await readSound(outPath, { rateHz: 32_000, channelCount: 1 })
    expect(lengthFrames).toBe(wanted.length)
    expect(Math.max(...wanted.map((value, n) => Math.abs(value - (got[n] ?? 0))))).toBeLessThan(1e-4)
    expect(Math.max(...wanted.map(Math.abs))).toBeGreaterThan(0.05)
  })

  test('logits with the cache equal those of one run over everything', async () => {
    const session = await InferenceSession.create(model.files.decoder ?? '')
    const encoder = await InferenceSession.create(model.files.text_encoder ?? '')
    const ids = golden.tokens[0]?.ids ?? []
    const dims = [1, ids.length]
    const { last_hidden_state: heard } = await encoder.run({
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), dims),
      attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), dims),
    })
    const states = heard?.data as Float32Array
    const width = heard?.dims[2] ?? 0
    golden.textStates.forEach((value, i) => void expect(states[i]).toBeCloseTo(value, 4))

    const both = new Float32Array(states.length * 2)
    both.set(states)
    const mask = new BigInt64Array(ids.length * 2).fill(1n, 0, ids.length)
    const fixed = {
      encoder_hidden_states: new Tensor('float32', both, [2, ids.length, width]),
      encoder_attention_mask: new Tensor('int64', mask, [2, ids.length]),
    }
    const names = session.inputNames.filter((name) => name.startsWith('past_key_values'))
    const { steps, inputIds, logits: wanted } = golden.forward
    const run = async (from: number, to: number, past: Record<string, Tensor>, isCached: boolean) =>
      session.run({
        ...fixed,
        ...past,
        input_ids: new Tensor(
          'int64',
          BigInt64Array.from(
            inputIds.flatMap((row) => row.slice(from, to)),
            BigInt,
          ),
          [8, to - from],
        ),
        use_cache_branch: new Tensor('bool', Uint8Array.of(isCached ? 1 : 0), [1]),
      })
    let past: Record<string, Tensor> = Object.fromEntries(names.map((name) => [name, new Tensor('float32', new Float32Array(), [2, 3, 0, 8])]))
    const compare = (logits: Tensor | undefined, from: number, count: number) => {
      for (let row = 0; row < 8; row++)
        for (let step = 0; step < count; step++)
          for (let token = 0; token < 64; token++) {
            const own = Number(logits?.data[(row * count + step) * 64 + token])
            expect(Math.abs(own - (wanted[(row * steps + from + step) * 64 + token] ?? Number.NaN))).toBeLessThan(1e-4)
          }
    }
    for (const [from, to] of [[0, 3], ...Array.from({ length: steps - 3 }, (_, i) => [3 + i, 4 + i])] as [number, number][]) {
      const outputs = await run(from, to, past, from > 0)
      compare(outputs.logits, from, to - from)
      const kept = past
      past = Object.fromEntries(
        names.map((name) => {
          const present = outputs[name.replace('past_key_values', 'present')]
          return [name, from > 0 && name.includes('.encoder.') ? kept[name] : present]
        }),
      ) as Record<string, Tensor>
    }
    // a cache that was not read would give the same logits for another past
    const other = Object.fromEntries(
      Object.entries(past).map(([name, tensor]) => [name, new Tensor('float32', new Float32Array(tensor.data.length), tensor.dims)]),
    )
    const [right, wrong] = [await run(6, 7, past, true), await run(6, 7, other, true)]
    expect(Math.abs(Number(right.logits?.data[5]) - Number(wrong.logits?.data[5]))).toBeGreaterThan(1e-3)
  })
})

test('half precision goes in and out where the graph asks for it', async () => {
  const half = { ...model, files: { ...model.files, decoder: model.files.decoder_fp16 ?? '' } }
  const { codes } = await write({ frames: 40, promptFrames: 12, on: half })
  const { codes: full } = await write({ frames: 40, promptFrames: 12 })
  expect(rows(codes).map((row) => row.slice(0, 12))).toEqual(rows(promptOf(12)))
  const same = rows(codes)
    .flatMap((row, k) => row.map((token, frame) => token === full[k]?.[frame]))
    .filter(Boolean).length
  expect(same / 160).toBeGreaterThan(0.5)
})

test('the same seed gives the same codes, another seed others', async () => {
  const order = { frames: 50, promptFrames: 0, temperature: 1, topK: 30 }
  const [first, again, other] = [await write({ ...order, seed: 5 }), await write({ ...order, seed: 5 }), await write({ ...order, seed: 6 })]
  expect(rows(first.codes)).toEqual(rows(again.codes))
  expect(rows(first.codes)).not.toEqual(rows(other.codes))
})

test('a cancel in the middle is heard within a second', async () => {
  const controller = new AbortController()
  const flags = createWorkFlags()
  let cancelledAt = 0
  const progress = (fraction: number) => {
    if (fraction < 0.05 || cancelledAt) return
    cancelledAt = performance.now()
    raiseCancel(flags)
    controller.abort(new DOMException('cancelled', 'AbortError'))
  }
  const sampling = { temperature: 1, topK: 0, topP: 0, guidance: 3 }
  const writing = inference.run(
    'musicgen.write',
    { model, text, seed: 1, sampling, prompt: promptOf(0), frames: 15_000 },
    { signal: controller.signal, flags, progress },
  )
  await expect(writing).rejects.toMatchObject({ name: 'AbortError' })
  expect(cancelledAt).toBeGreaterThan(0)
  expect(performance.now() - cancelledAt).toBeLessThan(1000)
})
