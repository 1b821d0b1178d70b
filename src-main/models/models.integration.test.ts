import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, type TestContext, test } from 'vitest'
import type { JobId, OfferId } from '../../src-shared/kernel/ids.ts'
import { createWorkFlags, raiseCancel } from '../../src-shared/kernel/work-flags.ts'
import { Catalog, ModelId } from '../../src-shared/models/catalog.ts'
import { Settings } from '../../src-shared/settings/contract.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createEvents, type EventPayload } from '../platform/events.ts'
import { createWorkFolders } from '../platform/files/index.ts'
import { createWeb, type Web } from '../platform/http/index.ts'
import { sha256Of, startTestServer, type TestServer } from '../platform/http/server-for-tests.ts'
import { createIdSource } from '../platform/ids.ts'
import { createJobService, identifyThisProcess, type JobService } from '../platform/jobs/index.ts'
import { checkModels, createCheckModelsJob, modelsAreWhole } from './check-job.ts'
import { createImportModelsJob } from './import/import-job.ts'
import { createModelFolders } from './model-folders.ts'
import { createModelShelf } from './model-shelf.ts'
import { createModelsHandlers } from './models-handlers.ts'
import { createPullJob } from './pull/pull-job.ts'
import { readNpmConfig } from './sources/npm-config.ts'
import { makePackage } from './tar-for-tests.ts'

const GRAPH = Buffer.concat([Buffer.from([8, 8]), randomBytes(400_000)])
const WORDS = Buffer.from('{"words":1}')
const LICENCE = { id: 'MIT', name: 'MIT', mayISell: 'yes', note: 'Yes.' } as const
const FAST = { tries: 3, firstPauseMilliseconds: 5, longestPauseMilliseconds: 1_000 }
const NET = ModelId.parse('net')
const PACKED = ModelId.parse('packed')

let root = ''
let hub: TestServer
let web: Web
let isSealed = false
const at = (...names: string[]) => join(root, ...names)

const packed = makePackage([
  { path: 'package/big.onnx', body: GRAPH },
  { path: 'package/words.json', body: WORDS },
  { path: 'package/unwanted', body: randomBytes(50_000) },
])
const hubFile = (file: string, more = {}) => ({ path: file, sources: [{ kind: 'hub', repo: 'a/net', revision: 'main', file }], aboutBytes: 400_000, ...more })
const npmFile = (path: string, bytes: Buffer, more = {}) => ({
  path,
  bytes: bytes.length,
  sha256: sha256Of(bytes),
  sources: [{ kind: 'npm', package: 'packed', version: '1.0.0', path: `package/${path}`, integrity: packed.integrity, packageBytes: packed.bytes.length }],
  ...more,
})
const model = (id: string, variants: object[]) => ({
  id,
  name: id,
  task: 'text-to-music',
  summary: 's',
  licence: LICENCE,
  source: 'x',
  params: { rate: 1 },
  variants,
})
const variant = (id: string, files: object[]) => ({ id, name: id, runsOn: 'both', memoryBytes: 1e9, files })
const catalog = Catalog.parse({
  models: [
    model('net', [
      variant('small', [
        { role: 'decoder', ...hubFile('big.onnx') },
        { role: 'tokenizer', ...hubFile('words.json') },
        { role: 'extra', path: 'extra.onnx', isOptional: true, purpose: 'going on', sources: [] },
      ]),
      variant('known', [{ role: 'decoder', ...hubFile('big.onnx', { bytes: GRAPH.length, sha256: sha256Of(GRAPH) }) }]),
      variant('own', [{ role: 'decoder', path: 'mine.onnx', sources: [] }]),
    ]),
    model('packed', [
      variant('one', [
        { role: 'decoder', ...npmFile('big.onnx', GRAPH) },
        { role: 'tokenizer', ...npmFile('words.json', WORDS) },
      ]),
    ]),
  ],
})

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'segno-models-'))
  mkdirSync(at('models'))
  hub = await startTestServer()
  isSealed = false
  web = createWeb({ isSealed: () => isSealed, userAgent: 'test', stallMilliseconds: 400 })
  hub.put('/a/net/resolve/main/big.onnx', GRAPH)
  hub.put('/a/net/resolve/main/words.json', WORDS)
  hub.put('/packed/1.0.0', Buffer.from(JSON.stringify({ dist: { tarball: 'https://registry.npmjs.org/packed/-/packed-1.0.0.tgz' } })))
  hub.put('/packed/-/packed-1.0.0.tgz', packed.bytes)
})
afterEach(async () => {
  web.close()
  await hub.close()
  spawnSync('umount', ['-l', at('models')])
  rmSync(root, { recursive: true, force: true })
})

const compose = () => {
  const events = createEvents((cause) => {
    throw cause
  })
  const told: EventPayload<'models.imported'>[] = []
  events.on('models.imported', (payload) => told.push(payload))
  const folders = createModelFolders(at('models'))
  const inventory = createModelShelf(at('models'), at('bundled'), () => [])
  const env = {
    HF_ENDPOINT: hub.url,
    HF_TOKEN: 'hf_secret',
    PATH: '',
    npm_config_registry: hub.url,
    [`npm_config_//${new URL(hub.url).host}/:_authToken`]: 'npm_secret',
  }
  const pullJob = createPullJob({ catalog, folders, inventory, events, web, env, npmConfig: () => readNpmConfig(env, root), timing: FAST })
  const importJob = createImportModelsJob({ catalog, folders, inventory, events, mergeLora: async () => Promise.reject(new Error('no LoRA here')) })
  return { events, told, folders, inventory, pullJob, importJob, checkJob: createCheckModelsJob(inventory, events) }
}
const work = () => {
  const cancel = new AbortController()
  const flags = createWorkFlags()
  const stages: string[] = []
  const stop = () => {
    raiseCancel(flags)
    cancel.abort()
  }
  const progress = (fraction: number, stage: string) => stages.push(`${fraction.toFixed(2)} ${stage}`)
  return { stages, stop, context: { jobId: 'job_00000001' as JobId, signal: cancel.signal, flags, progress, workFolder: at('work') } }
}
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (cause) => cause.failure?.code ?? cause.name,
  )
const pull = (modelId = NET, form = 'small', its = work()) => compose().pullJob.run({ modelId, variant: form }, its.context)
const take = (...paths: string[]) => compose().importJob.run({ strength: 1, paths }, work().context)
const flip = (path: string) => {
  const bytes = readFileSync(path)
  bytes[1_000] = (bytes[1_000] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
const manifestOf = (id: string) => JSON.parse(readFileSync(at('models', id, 'segno-model.json'), 'utf8'))
const leftovers = () =>
  readdirSync(at('models'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.(incoming|outgoing)/.test(entry.parentPath))

test('files come from the hub, are checked against what it says of them, and are one model', async () => {
  const its = work()
  await pull(NET, 'small', its)
  const installed = compose().inventory.require(NET)
  expect(installed.files).toEqual({ decoder: at('models', 'net', 'big.onnx'), tokenizer: at('models', 'net', 'words.json') })
  expect(readFileSync(installed.files.decoder ?? '')).toEqual(GRAPH)
  expect(manifestOf('net')).toMatchObject({ id: 'net', variant: 'small', params: { rate: 1 }, licence: LICENCE })
  expect(hub.headersOf.every((headers) => headers.authorization === 'Bearer hf_secret')).toBe(true)
  expect(its.stages.some((stage) => stage.includes('fetching big.onnx · '))).toBe(true)
  const fractions = its.stages.map((stage) => Number(stage.slice(0, 4)))
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  expect(leftovers()).toEqual([])
  // and a second pull reads what is here, and asks nobody
  const before = hub.asked.length
  await pull()
  expect(hub.asked).toHaveLength(before)
})

test('files come out of a package of the registry in use, with its token, and nothing else of the package', async () => {
  await pull(PACKED, 'one')
  expect(readdirSync(at('models', 'packed')).toSorted()).toEqual(['big.onnx', 'segno-model.json', 'words.json'])
  expect(hub.asked).toEqual(['GET /packed/1.0.0', 'GET /packed/-/packed-1.0.0.tgz'])
  expect(hub.headersOf.map(({ authorization }) => authorization)).toEqual(['Bearer npm_secret', 'Bearer npm_secret'])
})

test('bytes that are wrong once are fetched again; wrong twice, nothing is installed', async () => {
  const other = randomBytes(GRAPH.length)
  hub.put('/a/net/resolve/main/big.onnx', GRAPH, [{ bytes: other, linkedEtag: `"${sha256Of(GRAPH)}"` }])
  await pull()
  expect(compose().inventory.find(NET)).toBeDefined()
  rmSync(at('models', 'net'), { recursive: true })

  const lie = { bytes: other, linkedEtag: `"${sha256Of(GRAPH)}"` }
  hub.put('/a/net/resolve/main/big.onnx', GRAPH, [lie, lie])
  expect(await codeOf(pull())).toBe('models.wrong-bytes')
  // a hub that states the hash of the wrong bytes is caught by the catalogue's own
  hub.put('/a/net/resolve/main/big.onnx', other)
  expect(await codeOf(pull(NET, 'known'))).toBe('models.wrong-bytes')
  hub.put('/packed/-/packed-1.0.0.tgz', randomBytes(packed.bytes.length))
  expect(await codeOf(pull(PACKED, 'one'))).toBe('models.wrong-bytes')
  hub.put('/packed/-/packed-1.0.0.tgz', makePackage([{ path: 'package/big.onnx', body: other }]).bytes)
  expect(await codeOf(pull(PACKED, 'one'))).toBe('network.wrong-size')
  expect(compose().inventory.list()).toEqual([])
})

test('a hub that does not say what its bytes should be is not believed', async () => {
  hub.put('/a/net/resolve/main/big.onnx', GRAPH, [{ linkedEtag: undefined, etag: '"something"' }])
  expect(await codeOf(pull())).toBe('models.no-hash')
  const gitHash = createHash('sha1').update(`blob ${WORDS.length}\0`).update(WORDS).digest('hex')
  hub.put('/a/net/resolve/main/words.json', WORDS, [{ linkedEtag: undefined, etag: `"${gitHash}"` }])
  await pull()
  expect(compose().inventory.find(NET)).toBeDefined()
})

test('what was fetched before a stop is not fetched again, file by file and byte by byte', async () => {
  hub.put('/a/net/resolve/main/words.json', WORDS, [{ stallAfter: 3 }])
  const its = work()
  const running = codeOf(pull(NET, 'small', its))
  while (!its.stages.some((stage) => stage.includes('words.json'))) await new Promise((resolve) => setTimeout(resolve, 5))
  its.stop()
  expect(await running).toBe('AbortError')
  expect(compose().inventory.list()).toEqual([])
  const before = hub.asked.length
  await pull()
  expect(hub.asked.slice(before)).toEqual(['GET /a/net/resolve/main/words.json bytes=3-'])
})

test('a cancel in the middle is quick and leaves no model', async () => {
  hub.put('/packed/-/packed-1.0.0.tgz', packed.bytes, [{ slowMilliseconds: 100 }])
  const its = work()
  const running = codeOf(pull(PACKED, 'one', its))
  while (!its.stages.some((stage) => stage.includes('kB of') || stage.includes('MB of'))) await new Promise((resolve) => setTimeout(resolve, 5))
  const start = performance.now()
  its.stop()
  expect(await running).toBe('AbortError')
  expect(performance.now() - start).toBeLessThan(500)
  expect(existsSync(at('models', 'packed'))).toBe(false)
})

test('one flipped bit is found, keeps the model from being used, and is repaired by fetching that file only', async () => {
  await pull()
  flip(at('models', 'net', 'big.onnx'))
  const { inventory } = compose()
  expect(inventory.find(NET)).toBeDefined()
  const context = { signal: new AbortController().signal, flags: createWorkFlags() }
  expect(await checkModels(inventory, undefined, context, () => {})).toEqual([
    { modelId: 'net', name: 'net', bytes: GRAPH.length + WORDS.length, problem: 'big.onnx is damaged or missing.' },
  ])
  expect(() => inventory.require(NET)).toThrow(/damaged: big.onnx .* pull net/)
  expect(await modelsAreWhole(inventory)()).toMatchObject({ state: 'problem', message: expect.stringContaining('big.onnx') })
  const before = hub.asked.length
  await pull()
  expect(hub.asked.slice(before)).toEqual(['GET /a/net/resolve/main/big.onnx'])
  expect(readFileSync(at('models', 'net', 'big.onnx'))).toEqual(GRAPH)
  expect(await modelsAreWhole(compose().inventory)()).toMatchObject({ state: 'ok' })
})

test('the revision and the hash that the hub states are kept, and a repair takes those very bytes or says that the source has changed', async () => {
  const commit = 'c0ffee'.padEnd(40, '0')
  const later = 'beef'.padEnd(40, '1')
  hub.put('/a/net/resolve/main/big.onnx', GRAPH, [{ commit }])
  await pull()
  expect(manifestOf('net').files[0]).toMatchObject({ role: 'decoder', origin: { repo: 'a/net', file: 'big.onnx', commit, stated: sha256Of(GRAPH) } })
  // the hub has moved on; the old revision is still there
  const newer = Buffer.from(GRAPH).reverse()
  hub.put('/a/net/resolve/main/big.onnx', newer)
  hub.put(`/a/net/resolve/${commit}/big.onnx`, GRAPH, [{ commit }])
  flip(at('models', 'net', 'big.onnx'))
  await pull()
  expect(hub.asked.at(-1)).toBe(`GET /a/net/resolve/${commit}/big.onnx`)
  expect(readFileSync(at('models', 'net', 'big.onnx'))).toEqual(GRAPH)
  const repaired = manifestOf('net')
  expect(repaired.files[0].origin).toMatchObject({ commit })
  // what was right keeps its note, too, when another file is repaired
  rmSync(at('models', 'net', 'words.json'))
  await pull()
  expect(manifestOf('net')).toEqual(repaired)
  // the source at hand has forgotten that revision: the same bytes will do, others will not
  for (const [bytes, code] of [
    [newer, 'models.changed-upstream'],
    [Buffer.concat([newer, newer]), 'models.changed-upstream'],
    [GRAPH, 'done'],
  ] as const) {
    hub.put(`/a/net/resolve/${commit}/big.onnx`, Buffer.alloc(0), [{ status: 404 }, { status: 404 }])
    hub.put('/a/net/resolve/main/big.onnx', bytes, [{ commit: later }])
    writeFileSync(at('models', 'net', 'big.onnx'), GRAPH)
    flip(at('models', 'net', 'big.onnx'))
    const failed = pull()
    expect(await codeOf(failed)).toBe(code)
    if (code !== 'done' && bytes === newer) await expect(failed).rejects.toThrow(/then c0ffee00, now beef1111/)
  }
  // removed and installed again, the new one is taken, under its own revision
  flip(at('models', 'net', 'big.onnx'))
  await compose().folders.remove('net')
  hub.put('/a/net/resolve/main/big.onnx', newer, [{ commit: later }])
  await pull()
  expect(manifestOf('net').files[0].origin).toMatchObject({ commit: later, stated: sha256Of(newer) })
})

test('missing files, cut files and manifests that cannot be read are damage, not absence', async () => {
  await pull()
  for (const harm of [
    () => rmSync(at('models', 'net', 'words.json')),
    () => writeFileSync(at('models', 'net', 'big.onnx'), GRAPH.subarray(0, 100)),
    () => writeFileSync(at('models', 'net', 'segno-model.json'), '{"id":'),
    () => writeFileSync(at('models', 'net', 'segno-model.json'), JSON.stringify({ ...manifestOf('net'), id: 'other' })),
  ]) {
    harm()
    expect(compose().inventory.listDamaged()).toHaveLength(1)
    expect(() => compose().inventory.require(NET)).toThrow(/damaged/)
    await pull()
    expect(compose().inventory.require(NET).variant).toBe('small')
  }
})

test('a disk without room is seen before the first byte; one that fills up keeps what came', async (context: TestContext) => {
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', at('models')], { encoding: 'utf8' })
  if (status !== 0) context.skip(`no right to mount a small disk: ${String(stderr).trim()}`)
  writeFileSync(at('models', 'filler'), Buffer.alloc(30e6))
  expect(await codeOf(pull())).toBe('disk.full')
  expect(hub.asked).toEqual([])
  rmSync(at('models', 'filler'))
  hub.put('/a/net/resolve/main/big.onnx', GRAPH, [{ slowMilliseconds: 60 }])
  const its = work()
  const running = codeOf(pull(NET, 'small', its))
  while (!its.stages.some((stage) => stage.includes('of'))) await new Promise((resolve) => setTimeout(resolve, 5))
  spawnSync('sh', ['-c', `cat /dev/zero > ${at('models', 'filler')}`])
  expect(await running).toMatch(/ENOSPC|Error|disk\.full/)
  expect(compose().inventory.list()).toEqual([])
  rmSync(at('models', 'filler'))
  await pull()
  expect(compose().inventory.find(NET)).toBeDefined()
})

test('a crash in the middle of a publication leaves the old model or the new one', async () => {
  await pull()
  const { folders } = compose()
  mkdirSync(at('models', '.outgoing'), { recursive: true })
  cpSync(at('models', 'net'), at('models', '.outgoing', 'net~1'), { recursive: true })
  rmSync(at('models', 'net'), { recursive: true })
  await folders.tidy(Date.now())
  expect(compose().inventory.find(NET)).toBeDefined()
  cpSync(at('models', 'net'), at('models', '.outgoing', 'net~2'), { recursive: true })
  await folders.tidy(Date.now())
  expect(leftovers()).toEqual([])
  // a removal that was begun is finished
  cpSync(at('models', 'net'), at('models', '.outgoing', 'net~3'), { recursive: true })
  writeFileSync(at('models', '.outgoing', 'net~3', '.removed'), '')
  rmSync(at('models', 'net'), { recursive: true })
  await folders.tidy(Date.now())
  expect(compose().inventory.list()).toEqual([])
  expect(leftovers()).toEqual([])
  await folders.incoming('net', 'small')
  await folders.tidy(Date.now() + 15 * 86_400_000)
  expect(readdirSync(at('models', '.incoming'))).toEqual([])
})

const ours = (folder: string, over: object = {}) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'graph.onnx'), GRAPH)
  const manifest = {
    id: 'mine',
    name: 'Mine',
    task: 'in-painting',
    variant: 'tiny',
    licence: LICENCE,
    params: {},
    files: [{ role: 'coarse', path: 'graph.onnx', bytes: GRAPH.length, sha256: sha256Of(GRAPH) }],
    ...over,
  }
  writeFileSync(join(folder, 'segno-model.json'), JSON.stringify(manifest))
  return folder
}

test('a folder of ours is taken in as it says; its bytes must be what it says', async () => {
  await take(ours(at('in')))
  expect(compose().inventory.require('mine').files.coarse).toBe(at('models', 'mine', 'graph.onnx'))
  flip(at('in', 'graph.onnx'))
  expect(await codeOf(take(at('in')))).toBe('models.wrong-bytes')
  expect(readFileSync(at('models', 'mine', 'graph.onnx'))).toEqual(GRAPH)
  // what the catalogue knows keeps the catalogue's terms
  await take(ours(at('liar'), { id: 'net', name: 'Free for all', licence: { ...LICENCE, note: 'Sell it!' } }))
  expect(manifestOf('net')).toMatchObject({ name: 'net', licence: LICENCE })
})

test('manifests that reach for other places, or are none, are refused and nothing is written', async () => {
  const file = { role: 'a', bytes: 5, sha256: 'a'.repeat(64) }
  writeFileSync(at('secret'), 'secre')
  const bad: [string, object][] = [
    ['up', { files: [{ ...file, path: '../secret' }] }],
    ['root', { files: [{ ...file, path: '/etc/hostname' }] }],
    ['windows', { files: [{ ...file, path: 'con.onnx' }] }],
    ['back', { files: [{ ...file, path: 'a\\..\\b' }] }],
    [
      'twice',
      {
        files: [
          { ...file, path: 'a' },
          { ...file, role: 'b', path: 'A' },
        ],
      },
    ],
    ['id', { id: '../../x' }],
    ['hidden', { id: '.incoming' }],
    ['none', { files: [] }],
    ['missing', { files: [{ ...file, path: 'not-there' }] }],
    ['long', { name: 'x'.repeat(1_100_000) }],
  ]
  for (const [name, over] of bad) expect([name, await codeOf(take(ours(at('bad', name), over)))]).toEqual([name, 'models.bad-manifest'])
  ours(at('bad', 'link'), { files: [{ ...file, path: 'link' }] })
  symlinkSync(at('secret'), at('bad', 'link', 'link'))
  expect(await codeOf(take(at('bad', 'link')))).toBe('models.bad-manifest')
  expect(readdirSync(at('models'), { recursive: true }).filter((name) => statSync(at('models', String(name))).isFile())).toEqual([])
})

test('files that the catalogue knows are found by hash under any name, by name where no hash is known', async () => {
  mkdirSync(at('in', 'deep'), { recursive: true })
  writeFileSync(at('in', 'deep', 'whatever.bin'), GRAPH)
  writeFileSync(at('in', 'words.json'), WORDS)
  await take(at('in'))
  expect(compose().inventory.find(NET)?.variant).toBe('known')
  expect(compose().inventory.find(PACKED)?.variant).toBe('one')
  rmSync(at('models', 'net'), { recursive: true })
  writeFileSync(at('in', 'mine.onnx'), 'not a graph')
  rmSync(at('in', 'deep'), { recursive: true })
  expect(await codeOf(take(at('in')))).toBe('models.nothing-found')
  writeFileSync(at('in', 'mine.onnx'), GRAPH.subarray(0, 5_000))
  await take(at('in'))
  expect(compose().inventory.find(NET)?.variant).toBe('own')
  expect(await codeOf(take(at('nowhere')))).toBe('file.not-found')
})

test('an optional file is added to the model that is here, and survives its repair', async () => {
  await pull()
  mkdirSync(at('in'))
  writeFileSync(at('in', 'extra.onnx'), GRAPH.subarray(0, 9_000))
  await take(at('in'))
  expect(Object.keys(compose().inventory.require(NET).files).toSorted()).toEqual(['decoder', 'extra', 'tokenizer'])
  flip(at('models', 'net', 'big.onnx'))
  await pull()
  expect(Object.keys(compose().inventory.require(NET).files).toSorted()).toEqual(['decoder', 'extra', 'tokenizer'])
})

const withQueue = async (
  use: (studio: ReturnType<typeof compose> & { handlers: ReturnType<typeof createModelsHandlers>; jobs: JobService }) => Promise<void>,
) => {
  const parts = compose()
  const database: Database = await openDatabase({ path: at('studio.sqlite'), backupsFolder: at('backups'), now: Date.now })
  const ids = createIdSource(randomBytes, Date.now)
  const jobs = createJobService({
    database,
    events: parts.events,
    ids,
    now: Date.now,
    workFolders: createWorkFolders(at('work')),
    identity: identifyThisProcess(randomBytes),
  })
  const handlers = createModelsHandlers({
    ...parts,
    catalog,
    jobs,
    machine: async () => ({ memoryBytes: 16e9, cores: 4 }),
    seal: () => ({ isSealed, byEnvironment: false }),
    takeOffer: () => undefined,
    lookAtOffer: () => undefined,
    describeLora: () => Promise.reject(new Error('no LoRA here')),
    runsOnlyOwn: false,
  })
  await jobs.start([parts.pullJob, parts.importJob, parts.checkJob])
  try {
    await use({ ...parts, handlers, jobs })
  } finally {
    await jobs.close()
    await database.close()
  }
}

test('the same request twice is one job, two models come at once, and a busy model is not removed', async () => {
  hub.put('/a/net/resolve/main/big.onnx', GRAPH, [{ slowMilliseconds: 60 }])
  hub.put('/packed/-/packed-1.0.0.tgz', packed.bytes, [{ slowMilliseconds: 60 }])
  await withQueue(async ({ handlers, jobs }) => {
    const [first, second, other] = await Promise.all([
      handlers.install({ modelId: NET }),
      handlers.install({ modelId: NET }),
      handlers.install({ modelId: PACKED }),
    ])
    if (!first.ok || !second.ok || !other.ok) throw new Error('not started')
    expect(second.value.jobId).toBe(first.value.jobId)
    expect(other.value.jobId).not.toBe(first.value.jobId)
    const busy = await handlers.remove({ modelId: NET })
    expect(busy.ok || busy.error.code).toBe('model.busy')
    const ended = await Promise.all([jobs.whenEnded(first.value.jobId), jobs.whenEnded(other.value.jobId)])
    expect(ended.map(({ state }) => state)).toEqual(['succeeded', 'succeeded'])
    const [a, b] = ended
    expect(Math.max(a?.startedAt ?? 0, b?.startedAt ?? 0)).toBeLessThan(Math.min(a?.finishedAt ?? 0, b?.finishedAt ?? 0))
    const view = await handlers.list({})
    expect(view.ok && view.value.models.map(({ id, state }) => [id, state])).toEqual([
      ['net', 'installed'],
      ['packed', 'installed'],
    ])
    const removed = await handlers.remove({ modelId: NET })
    expect(removed.ok && removed.value.freedBytes).toBeGreaterThan(GRAPH.length)
    expect(existsSync(at('models', 'net'))).toBe(false)
  })
})

test('what cannot be had is said before anything starts', async () => {
  await withQueue(async ({ handlers }) => {
    const code = async (answer: ReturnType<typeof handlers.install>) => answer.then((reply) => (reply.ok ? 'started' : reply.error.code))
    expect(await code(handlers.install({ modelId: ModelId.parse('nobody') }))).toBe('model.unknown')
    expect(await code(handlers.install({ modelId: NET, variant: 'huge' }))).toBe('model.no-variant')
    expect(await code(handlers.install({ modelId: NET, variant: 'own' }))).toBe('model.no-download')
    isSealed = true
    expect(await code(handlers.install({ modelId: NET }))).toBe('network.sealed')
    const offered = await handlers.importOffered({ offerId: 'off_00000001' as OfferId })
    expect(offered.ok || offered.error.code).toBe('models.nothing-offered')
    const check = await handlers.check({ modelId: NET })
    expect(check.ok || check.error.code).toBe('model.not-installed')
    const removal = await handlers.remove({ modelId: NET })
    expect(removal.ok || removal.error.code).toBe('model.not-installed')
  })
  expect(Settings.parse({}).isSealed).toBe(false)
})
