import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { JobId, TrackId } from '../../src-shared/kernel/ids.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { loraFile } from '../inference/lora/lora-for-tests.ts'
import { testStudio, value } from './studio-for-tests.ts'

const FIXTURE = join(import.meta.dirname, '../../models/fixtures/musicgen-tiny')
const SIZE = 24
const { home, open, here } = testStudio()

/** the graph of the fixture has no names: which matrix is which is written down beside it */
const WEIGHTS = ['decoder.model.decoder.layers.0.self_attn.q_proj=n8', 'decoder.model.decoder.layers.0.self_attn.v_proj=n10']

const random = createRandom(3)
const matrix = (rows: number, columns: number) => ({ rows, columns, values: Float32Array.from({ length: rows * columns }, () => random.next() * 4 - 2) })
const layers = (size: number, number = 0) =>
  ['q', 'v'].map((name) => ({
    module: `base_model.model.decoder.model.decoder.layers.${number}.self_attn.${name}_proj`,
    down: matrix(2, size),
    up: matrix(size, 2),
    scale: 1,
  }))

const lora = async (name: string, bytes: Buffer): Promise<string> => {
  const folder = join(home(), 'loras', name)
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${name}.safetensors`)
  await writeFile(path, bytes)
  return path
}
const take = async (path: string, strength?: number) => here().jobs.whenEnded(value(await here().importModels([path], strength)).jobId)
const song = async (engine: string): Promise<TrackId> => {
  const made = new Promise<TrackId>((resolve) => here().events.on('generation.finished', ({ trackId }) => resolve(trackId)))
  const { jobs } = value(
    await here().handlers.generation.start({ prompt: 'slow piano', seconds: 8, overrides: {}, engine, seed: 5, variations: 1, influences: [] }),
  )
  expect((await here().jobs.whenEnded(jobs[0]?.jobId as JobId)).state).toBe('succeeded')
  return made
}
const takeOf = async (trackId: TrackId) => value(await here().handlers.project.open({ trackId })).takes[0]

test('a LoRA becomes a model beside its base: its songs differ, at strength 0 they are the base’s to the byte, and songs keep whose they are', async () => {
  const modelFolder = join(home(), 'models', 'musicgen-tiny')
  await cp(FIXTURE, modelFolder, { recursive: true })
  const manifestPath = join(modelFolder, 'segno-model.json')
  const manifest = JSON.parse(await readFile(manifestPath, 'utf8'))
  await writeFile(manifestPath, JSON.stringify({ ...manifest, params: { ...manifest.params, loraWeights: WEIGHTS } }))
  const before = await readFile(join(modelFolder, 'onnx/decoder_model_merged.onnx'))
  await open()

  const warm = await lora('Warm Tape', loraFile(layers(SIZE)))
  expect(await take(warm)).toMatchObject({ state: 'succeeded' })
  expect(await take(await lora('silent', loraFile(layers(SIZE))), 0)).toMatchObject({ state: 'succeeded' })
  const { models } = value(await here().handlers.models.list({}))
  expect(models.find(({ id }) => id === 'musicgen-tiny.warm-tape')).toMatchObject({
    name: expect.stringMatching(/ \+ Warm Tape$/),
    task: 'text-to-music',
    state: 'installed',
    licence: { mayISell: 'ask', note: expect.stringContaining('names no licence') },
  })
  // the same files are the same songs
  const silent = JSON.parse(await readFile(join(home(), 'models', 'musicgen-tiny.silent', 'segno-model.json'), 'utf8'))
  expect(silent.files).toEqual(manifest.files)
  const [base, mixed] = [await song('musicgen-tiny'), await song('musicgen-tiny.warm-tape')]
  const [baseTake, mixedTake] = [await takeOf(base), await takeOf(mixed)]
  expect(mixedTake?.audioSha256).not.toBe(baseTake?.audioSha256)
  expect(mixedTake).toMatchObject({ engine: 'musicgen-tiny.warm-tape' })
  expect(mixedTake?.making?.modelFingerprint).not.toBe(baseTake?.making?.modelFingerprint)
  expect(JSON.stringify(value(await here().handlers.rights.of({ trackId: mixed })))).toContain('Warm Tape')

  const folders = await readdir(join(home(), 'models'))
  for (const [name, bytes, code] of [
    ['cut', loraFile(layers(SIZE)).subarray(0, 900), 'lora.damaged'],
    ['wide', loraFile(layers(SIZE + 8)), 'lora.wrong-base'],
    ['other', loraFile(layers(SIZE, 40)), 'lora.wrong-base'],
  ] as const)
    expect(await take(await lora(name, bytes))).toMatchObject({ state: 'failed', error: { code } })
  expect(await readdir(join(home(), 'models'))).toEqual(folders)
  expect((await readFile(join(modelFolder, 'onnx/decoder_model_merged.onnx'))).equals(before)).toBe(true)

  value(await here().handlers.models.remove({ modelId: models.find(({ id }) => id === 'musicgen-tiny.warm-tape')?.id as never }))
  expect((await here().jobs.whenEnded(value(await here().handlers.models.check({})).jobId)).state).toBe('succeeded')
})
