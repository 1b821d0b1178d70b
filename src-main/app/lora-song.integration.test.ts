import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { JobId, TrackId } from '../../src-shared/kernel/ids.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import type { ModelId } from '../../src-shared/models/catalog.ts'
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
const take = async (path: string, strength?: number) =>
  here().jobs.whenEnded(value(await here().importModels([path], strength === undefined ? {} : { strength })).jobId)
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

test('a LoRA chosen in the window is looked at, added under a name and strength of one’s own, and replaced under the same name', async () => {
  const modelFolder = join(home(), 'models', 'musicgen-tiny')
  await cp(FIXTURE, modelFolder, { recursive: true })
  const manifestPath = join(modelFolder, 'segno-model.json')
  const manifest = JSON.parse(await readFile(manifestPath, 'utf8'))
  const path = await lora('Warm Tape', loraFile(layers(SIZE)))
  await writeFile(
    join(path, '../adapter_config.json'),
    JSON.stringify({ lora_alpha: 2, base_model_name_or_path: 'someone/musicgen-tiny', license: 'cc-by-4.0' }),
  )
  await open()
  const { handlers, offers } = here()
  await rm(modelFolder, { recursive: true })
  expect(await handlers.models.readLora({ offerId: offers.offer([path]) })).toMatchObject({ ok: false, error: { code: 'lora.no-base' } })
  await cp(FIXTURE, modelFolder, { recursive: true })
  await writeFile(manifestPath, JSON.stringify({ ...manifest, params: { ...manifest.params, loraWeights: WEIGHTS } }))

  const offerId = offers.offer([path])
  const told = value(await handlers.models.readLora({ offerId }))
  expect(told).toMatchObject({ name: 'Warm Tape', base: 'someone/musicgen-tiny', licence: 'cc-by-4.0', layers: 2, rank: 2, bases: [{ id: 'musicgen-tiny' }] })
  const [base] = told.bases
  const add = async (offer: typeof offerId, strength: number) =>
    here().jobs.whenEnded(value(await handlers.models.addLora({ offerId: offer, baseId: base?.id as ModelId, name: 'Dust', strength })).jobId)
  expect(await add(offerId, 0.4)).toMatchObject({ state: 'succeeded', subjectId: 'musicgen-tiny.dust', title: expect.stringContaining('LoRA Dust') })
  expect(await handlers.models.addLora({ offerId, baseId: base?.id as ModelId, name: 'Dust', strength: 1 })).toMatchObject({ ok: false })
  expect(await add(offers.offer([path]), 1.2)).toMatchObject({ state: 'succeeded' })
  const mixes = value(await handlers.models.list({})).models.filter(({ lora: one }) => one)
  expect(mixes).toMatchObject([
    {
      id: 'musicgen-tiny.dust',
      lora: { name: 'Dust', baseId: 'musicgen-tiny', strength: 1.2 },
      summary: expect.stringContaining('120 %'),
      licence: { note: expect.stringContaining('cc-by-4.0') },
    },
  ])
  const { engines } = value(await handlers.generation.options({}))
  expect(engines.find(({ id }) => id === 'musicgen-tiny.dust')).toMatchObject({ sound: expect.stringContaining('“Dust” at 120 %') })

  await writeFile(path, 'no LoRA')
  expect(await handlers.models.readLora({ offerId: offers.offer([path]) })).toMatchObject({ ok: false, error: { code: 'lora.damaged' } })
  expect(await handlers.models.addLora({ offerId: offers.offer([path]), baseId: 'none' as ModelId, name: 'x', strength: 1 })).toMatchObject({
    ok: false,
    error: { code: 'lora.no-base' },
  })
})
