import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MusicEngine, SongContext } from '../../../src-shared/generation/engine.ts'
import { DEFAULT_REMIX_CONTROLS } from '../../../src-shared/generation/plan.ts'
import { createWorkFlags, raiseCancel } from '../../../src-shared/kernel/work-flags.ts'
import { openWav, writeWav24 } from '../../audio/index.ts'
import { createInference, type Inference } from '../../inference/index.ts'
import { createModelShelf } from '../../models/index.ts'
import { sha256OfFile } from '../../platform/files/index.ts'
import { type LaunchProcess, launchNodeProcess } from '../../platform/processes/index.ts'
import { listMusicgenEngines } from './index.ts'

/** Random weights: noise, but the whole way from words to a file in the studio's format. */
const FIXTURE = join(import.meta.dirname, '../../../models/fixtures/musicgen-tiny')

let folder = ''
let inference: Inference
let pids: number[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-musicgen-engine-'))
  pids = []
  const launch: LaunchProcess = (...order) => {
    const link = launchNodeProcess(...order)
    if (link.pid) pids.push(link.pid)
    return link
  }
  inference = createInference({ launch, settings: async () => ({ providers: ['cpu'], threads: 1, memoryCeilingBytes: 4e9 }) })
})
afterEach(async () => {
  await inference.close()
  await rm(folder, { recursive: true, force: true })
})

const install = async (change: (modelFolder: string) => Promise<void> = async () => undefined): Promise<MusicEngine[]> => {
  const modelFolder = join(folder, 'models', 'musicgen-tiny')
  await cp(FIXTURE, modelFolder, { recursive: true })
  await change(modelFolder)
  return listMusicgenEngines(
    createModelShelf(join(folder, 'models'), join(folder, 'bundled'), () => []),
    { inference },
  )
}
const engine = async (change?: (modelFolder: string) => Promise<void>): Promise<MusicEngine> => {
  const [first] = await install(change)
  if (!first) throw new Error('no engine')
  return first
}
const changeManifest = async (modelFolder: string, change: (files: { role: string; bytes: number }[]) => { role: string; bytes: number }[]) => {
  const path = join(modelFolder, 'segno-model.json')
  const manifest = JSON.parse(await readFile(path, 'utf8'))
  await writeFile(path, JSON.stringify({ ...manifest, files: change(manifest.files) }))
}

const context = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })
const work = async (name: string): Promise<string> => {
  const path = join(folder, name)
  await mkdir(path, { recursive: true })
  return path
}
const wish = { prompt: 'slow piano, rain', seconds: 8, seed: 3, overrides: {} }

/** 6 s of a chord, 44.1 kHz stereo, the last second fading to nothing. */
const chord = async (): Promise<SongContext> => {
  const audioPath = join(folder, 'chord.wav')
  const lengthFrames = 6 * 44_100
  const side = Float32Array.from({ length: lengthFrames }, (_, n) => {
    const seconds = n / 44_100
    const gain = 0.2 * Math.min(1, Math.max(0, 6 - seconds)) ** 4
    return gain * [220, 277.2, 329.6].reduce((sum, hz) => sum + Math.sin(2 * Math.PI * hz * seconds), 0)
  })
  await writeWav24(audioPath, [side, side], 44_100)
  return { audioPath, sampleRateHz: 44_100, lengthFrames, score: undefined, plan: undefined, prompt: 'a chord' }
}

test('a song from words: the working format, at -14 LUFS and under -1 dBTP, and the same bytes for the same seed', async () => {
  const neural = await engine()
  expect(neural.describe()).toMatchObject({ id: 'musicgen-tiny', needsModel: true, abilities: ['generate', 'regenerate', 'extend'] })
  const told: number[] = []
  const first = await neural.generate(wish, await work('a'), { ...context(), progress: (fraction) => void told.push(fraction) })
  expect(first).toMatchObject({ sampleRateHz: 44_100, channelCount: 2, lengthFrames: 8 * 44_100, title: 'Slow piano', plan: undefined, score: undefined })
  expect(first.loudness.truePeakDbtp).toBeLessThanOrEqual(-0.9)
  expect(first.loudness.integratedLufs).toBeGreaterThan(-20)
  expect(first.loudness.integratedLufs).toBeLessThan(-13.8)
  expect(told).toEqual([...told].sort((a, b) => a - b))
  const [again, other] = [await neural.generate(wish, await work('b'), context()), await neural.generate({ ...wish, seed: 4 }, await work('c'), context())]
  const hashes = await Promise.all([first, again, other].map(({ audioPath }) => sha256OfFile(audioPath)))
  expect(hashes[1]).toBe(hashes[0])
  expect(hashes[2]).not.toBe(hashes[0])
})

test('what cannot be made is said before anything is: no words, too long, before the beginning', async () => {
  const neural = await engine()
  const folderOf = await work('a')
  await expect(neural.generate({ ...wish, prompt: '  ' }, folderOf, context())).rejects.toMatchObject({ failure: { code: 'prompt.empty' } })
  await expect(neural.generate({ ...wish, seconds: 301 }, folderOf, context())).rejects.toMatchObject({ failure: { code: 'engine.too-long' } })
  const request = { seconds: 4, direction: 'before' as const, prompt: '', seed: 1, controls: DEFAULT_REMIX_CONTROLS }
  await expect(neural.extend(await chord(), request, folderOf, context())).rejects.toMatchObject({ failure: { code: 'extend.only-after' } })
})

describe('going on from a song', () => {
  test('an extension begins where the music ends, not where its fade does, and lasts as long as asked', async () => {
    const song = await chord()
    const request = { seconds: 3, direction: 'after' as const, prompt: '', seed: 1, controls: DEFAULT_REMIX_CONTROLS }
    const patch = await (await engine()).extend(song, request, await work('a'), context())
    expect(patch.replaceToFrame).toBe(song.lengthFrames)
    expect(patch.replaceFromFrame / 44_100).toBeGreaterThan(5)
    expect(patch.replaceFromFrame / 44_100).toBeLessThan(5.8)
    expect(patch).toMatchObject({ strategy: 'continue', leadOutFrames: 0, score: undefined })
    expect(patch.reason).toContain('the song faded')
    const wav = await openWav(patch.audioPath)
    const { layout } = wav
    const [left = new Float32Array()] = await wav.read(0, layout.lengthFrames)
    await wav.close()
    const lengthens = layout.lengthFrames - patch.leadInFrames - (song.lengthFrames - patch.replaceFromFrame)
    expect(lengthens).toBeGreaterThanOrEqual(3 * 44_100)
    expect(lengthens).toBeLessThan(3.03 * 44_100)
    expect(layout).toMatchObject({ sampleRateHz: 44_100, channelCount: 2 })
    expect(Math.max(...left.subarray(left.length - 20_000).map(Math.abs))).toBeGreaterThan(0.001)
  })

  test('a region is as long as it was, with sound on both sides for the crossfades', async () => {
    const song = await chord()
    const request = { startFrame: 2 * 44_100, endFrame: Math.round(3.7 * 44_100), prompt: 'bells', seed: 1, controls: DEFAULT_REMIX_CONTROLS }
    const patch = await (await engine()).regenerate(song, request, await work('a'), context())
    const wav = await openWav(patch.audioPath)
    const { lengthFrames } = wav.layout
    await wav.close()
    expect(patch).toMatchObject({
      replaceFromFrame: request.startFrame,
      replaceToFrame: request.endFrame,
      leadInFrames: 8820,
      strategy: 'continuation',
    })
    expect(lengthFrames - patch.leadInFrames - patch.leadOutFrames).toBe(request.endFrame - request.startFrame)
    expect(patch.leadOutFrames).toBeGreaterThan(0.4 * 44_100)
    expect(patch.reason).toContain('2.0 s')
  })

  test('at the very beginning there is nothing to hear and nothing to lead in', async () => {
    const song = await chord()
    const request = { startFrame: 0, endFrame: 44_100, prompt: '', seed: 1, controls: DEFAULT_REMIX_CONTROLS }
    const patch = await (await engine()).regenerate(song, request, await work('a'), context())
    expect(patch).toMatchObject({ leadInFrames: 0, replaceFromFrame: 0 })
    expect(patch.reason).toContain('words alone')
    const near = await (await engine()).regenerate(song, { ...request, startFrame: 2_000 }, await work('b'), context())
    expect(near).toMatchObject({ leadInFrames: 8820, replaceFromFrame: 2_000 })
  })

  test('a model that came without its sound encoder makes songs and says that it cannot go on from one', async () => {
    const neural = await engine((modelFolder) => changeManifest(modelFolder, (files) => files.filter(({ role }) => role !== 'encodec_encode')))
    expect(neural.readiness?.('generate')).toEqual({ isReady: true })
    expect(neural.readiness?.('extend')).toMatchObject({ isReady: false, modelId: 'musicgen-tiny' })
    const request = { seconds: 3, direction: 'after' as const, prompt: '', seed: 1, controls: DEFAULT_REMIX_CONTROLS }
    await expect(neural.extend(await chord(), request, await work('a'), context())).rejects.toMatchObject({ failure: { code: 'model.no-encoder' } })
  })
})

describe('trouble', () => {
  test('a cut-off graph is told as a damaged model, and the next song of a whole one is made', async () => {
    const cut = await engine(async (modelFolder) => {
      await truncate(join(modelFolder, 'onnx/decoder_model_merged.onnx'), 90_000)
      await changeManifest(modelFolder, (files) => files.map((file) => (file.role === 'decoder' ? { ...file, bytes: 90_000 } : file)))
    })
    await expect(cut.generate(wish, await work('a'), context())).rejects.toMatchObject({ failure: { code: 'model.damaged' } })
    const whole = await engine()
    expect(await whole.generate(wish, await work('b'), context())).toMatchObject({ lengthFrames: 8 * 44_100 })
  })

  test('a model whose file has another size than its manifest says is no engine', async () => {
    expect(await install((modelFolder) => truncate(join(modelFolder, 'tokenizer.json'), 100))).toEqual([])
  })

  test('kill -9 of the process fails this song alone; the next one is made by a new process', async () => {
    const neural = await engine()
    let killed = 0
    const progress = (fraction: number) => {
      if (fraction < 0.02 || killed) return
      killed = pids.at(-1) ?? 0
      process.kill(killed, 'SIGKILL')
    }
    await expect(neural.generate({ ...wish, seconds: 300 }, await work('a'), { ...context(), progress })).rejects.toMatchObject({
      failure: { code: 'engine.crashed' },
    })
    expect(killed).toBeGreaterThan(0)
    expect(await neural.generate(wish, await work('b'), context())).toMatchObject({ lengthFrames: 8 * 44_100 })
    expect(pids.at(-1)).not.toBe(killed)
  })

  test('a cancel in the middle of writing is answered within a second', async () => {
    const neural = await engine()
    const controller = new AbortController()
    const flags = createWorkFlags()
    let cancelledAt = 0
    const progress = (fraction: number) => {
      if (fraction < 0.05 || cancelledAt) return
      cancelledAt = performance.now()
      raiseCancel(flags)
      controller.abort(new DOMException('cancelled', 'AbortError'))
    }
    const writing = neural.generate({ ...wish, seconds: 300 }, await work('a'), { signal: controller.signal, flags, progress })
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' })
    expect(performance.now() - cancelledAt).toBeLessThan(1_000)
  })
})
