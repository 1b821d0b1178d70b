import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { createWorkFlags, raiseCancel } from '../../src-shared/kernel/work-flags.ts'
import { writeWav24 } from '../audio/index.ts'
import { createInference, type Inference } from '../inference/index.ts'
import { createTrackReader, createTrackWriters } from '../library/index.ts'
import { createModelShelf } from '../models/index.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createEvents, type Events } from '../platform/events.ts'
import { type AudioStore, createAudioStore, createDataFolder, type DataFolder } from '../platform/files/index.ts'
import { createIdSource } from '../platform/ids.ts'
import { launchNodeProcess } from '../platform/processes/index.ts'
import type { ThreadPool } from '../platform/threads/thread-pool.ts'
import { createDescribeJob } from './describe-job.ts'
import { createSimilarityHandlers } from './similarity-handlers.ts'
import { createSimilarityPool } from './similarity-pool.ts'
import { createSoundIndex } from './sound-index.ts'
import { chooseSoundModel, measuredSound } from './sound-models.ts'
import { vectorRepository } from './vector-repository.ts'

const RATE_HZ = 22_050
const CLAP = join(import.meta.dirname, '../../models/fixtures/clap-tiny')
let home = ''
let folder: DataFolder
let database: Database
let store: AudioStore
let events: Events
let pool: ThreadPool
let inference: Inference
let studio: ReturnType<typeof compose>

const compose = () => {
  const measures = measuredSound(pool)
  const models = createModelShelf(folder.models, join(home, 'none'), () => ['clap'])
  const model = () => chooseSoundModel(models, inference, measures)
  const index = createSoundIndex(database.query, pool)
  events.on('library.changed', index.forget)
  events.on('similarity.described', index.forget)
  const describeJob = createDescribeJob({ database, events, now: Date.now, pathOf: store.pathOf, model, untilQuiet: async () => undefined })
  const jobs = { enqueue: async () => 'job_00000001' as never }
  const { find: findTrack } = createTrackReader(database.query)
  return { model, describeJob, handlers: createSimilarityHandlers({ database, findTrack, pathOf: store.pathOf, model, index, jobs, describeJob }) }
}

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'segno-alike-'))
  folder = {
    root: home,
    databasePath: join(home, 'studio.sqlite'),
    audio: join(home, 'audio'),
    backups: join(home, 'backups'),
    cache: join(home, 'cache'),
    logs: join(home, 'logs'),
    models: join(home, 'models'),
    work: join(home, 'work'),
  }
  createDataFolder(folder)
  mkdirSync(join(home, 'in'))
  database = await openDatabase({ path: folder.databasePath, backupsFolder: folder.backups, now: Date.now })
  store = createAudioStore(folder.audio, Date.now)
  events = createEvents((cause) => {
    throw cause
  })
  pool = createSimilarityPool()
  inference = createInference({ launch: launchNodeProcess, settings: async () => ({ providers: ['cpu'], threads: 1, memoryCeilingBytes: 4e9 }) })
  studio = compose()
})
afterEach(async () => {
  await Promise.all([pool.close(), inference.close()])
  await database.close()
  rmSync(home, { recursive: true, force: true })
})

const context = () => {
  const cancel = new AbortController()
  const flags = createWorkFlags()
  const stop = () => {
    raiseCancel(flags)
    cancel.abort()
  }
  return { context: { jobId: 'job_00000001' as never, workFolder: folder.work, signal: cancel.signal, flags, progress: () => undefined }, stop }
}
const describeAll = () => studio.describeJob.run({ isBackground: true }, context().context)

const tones = (hz: number, seconds: number) =>
  Float32Array.from(
    { length: Math.round(seconds * RATE_HZ) },
    (_, i) => 0.2 * (Math.sin((2 * Math.PI * hz * i) / RATE_HZ) + 0.5 * Math.sin((4 * Math.PI * hz * i) / RATE_HZ)),
  )
const hiss = (seed: number, seconds: number) => {
  const random = createRandom(seed)
  return Float32Array.from({ length: Math.round(seconds * RATE_HZ) }, (_, i) => 0.3 * random.next() * (i % 11_025 < 2_000 ? 1 : 0.1))
}
const addSong = async (title: string, sound: Float32Array): Promise<TrackId> => {
  const path = join(home, 'in', 'song.wav')
  await writeWav24(path, [sound], RATE_HZ)
  const { sha256, bytes } = await store.adopt(path)
  const { tracks } = createTrackWriters({ database, audio: store, events, ids: createIdSource(randomBytes, Date.now), now: Date.now })
  const facts = { title, origin: 'imported' as const, engine: 'import', engineVersion: '1', prompt: '', licence: '' }
  const take = { kind: 'imported' as const, groupId: 'grp', number: 1, audioSha256: sha256, audioBytes: bytes, sampleRateHz: RATE_HZ, channelCount: 1 }
  const rest = { lengthFrames: sound.length, firstBarFrame: 0, sections: [], prompt: '', engine: 'import', strategy: 'import', reason: '' }
  return (await tracks.create({ ...facts, take: { ...take, ...rest } })).track.id
}
const titles = (reply: Awaited<ReturnType<typeof studio.handlers.find>>) =>
  reply.ok ? reply.value.matches.map(({ track }) => track.title) : [reply.error.code]
const likeTrack = (trackId: TrackId, span: { fromSeconds?: number; toSeconds?: number } = {}) =>
  studio.handlers.find({ query: { kind: 'track', trackId, ...span }, limit: 10 })

test('tones are near tones and hisses near hisses, also for a part of a song; without CLAP it says how it compares', async () => {
  const tone = await addSong('tone', tones(220, 12))
  await addSong('other tone', tones(233, 12))
  const hissing = await addSong('hiss', hiss(1, 12))
  await addSong('other hiss', hiss(2, 12))
  await describeAll()
  expect(titles(await likeTrack(tone))[0]).toBe('other tone')
  expect(titles(await likeTrack(hissing))[0]).toBe('other hiss')
  expect(titles(await likeTrack(hissing, { fromSeconds: 3, toSeconds: 7 }))[0]).toBe('other hiss')
  const reply = await likeTrack(tone)
  expect(reply).toMatchObject({ ok: true, value: { method: 'measures', described: 4, waiting: 0, canSearchWords: false } })
  expect(await studio.handlers.find({ query: { kind: 'words', text: 'rain' }, limit: 5 })).toMatchObject({ ok: false, error: { code: 'similarity.no-words' } })
})

test('an empty library, silence and moments are answered plainly', async () => {
  expect(await studio.handlers.state({})).toMatchObject({ ok: true, value: { described: 0, waiting: 0 } })
  expect(await studio.handlers.start({})).toMatchObject({ ok: false, error: { code: 'similarity.nothing-to-do' } })
  const silent = await addSong('silent', new Float32Array(RATE_HZ * 3))
  const moment = await addSong('moment', tones(440, 0.1))
  expect(titles(await likeTrack('trk_00000000' as TrackId))).toEqual(['track.not-found'])
  await describeAll()
  expect(titles(await likeTrack(silent))).toEqual(['similarity.silent'])
  expect(titles(await likeTrack(moment, { fromSeconds: 5, toSeconds: 6 }))).toEqual(['similarity.bad-span'])
  // too short to measure is the same as silent
  expect(titles(await likeTrack(moment))).toEqual(['similarity.silent'])
})

test('songs in the trash are not found; songs that left for good take their vectors along', async () => {
  const one = await addSong('one', tones(220, 3))
  const two = await addSong('two', tones(230, 3))
  await describeAll()
  expect(titles(await likeTrack(one))).toEqual(['two'])
  await database.query.updateTable('tracks').set({ trashed_at: 1 }).where('id', '=', two).execute()
  events.emit('library.changed', { trackIds: [two] })
  expect(titles(await likeTrack(one))).toEqual([])
  await database.transaction(async (tx) => {
    await tx.deleteFrom('tracks').where('id', '=', two).execute()
    await tx
      .deleteFrom('audio_files')
      .where('sha256', 'not in', (eb) => eb.selectFrom('takes').select('audio_sha256'))
      .execute()
  })
  expect(await database.query.selectFrom('sound_vectors').select('audio_sha256').execute()).toHaveLength(1)
})

test('a file that is gone is noted; cancel is quick; the next run goes on', async () => {
  const lost = await addSong('lost', tones(220, 3))
  await addSong('long', hiss(3, 300))
  await addSong('short', tones(400, 3))
  const track = await createTrackReader(database.query).find(lost)
  rmSync(store.pathOf(track?.audioSha256 as never))
  const work = context()
  const running = studio.describeJob.run(
    { isBackground: true },
    { ...work.context, progress: (fraction: number) => fraction > 0.4 && setTimeout(work.stop, 20) },
  )
  await expect(running).rejects.toMatchObject({ name: 'AbortError' })
  await describeAll()
  expect(await vectorRepository(database.query).count(studio.model().id)).toEqual({ described: 2, waiting: 0, failed: 1 })
})

test('with CLAP installed sound and words meet in one space, and vectors of two models are never mixed', async () => {
  const tone = await addSong('tone', tones(220, 12))
  await addSong('hiss', hiss(1, 12))
  await describeAll()
  cpSync(CLAP, join(folder.models, 'clap'), { recursive: true })
  expect(await studio.handlers.state({})).toMatchObject({ ok: true, value: { method: 'clap', canSearchWords: true, described: 0, waiting: 2 } })
  // nothing is described by this model yet: the song itself is listened to, and there is nothing to compare it with
  expect(titles(await likeTrack(tone))).toEqual([])
  await describeAll()
  const byWords = await studio.handlers.find({ query: { kind: 'words', text: 'slow rain on a window' }, limit: 5 })
  expect(byWords).toMatchObject({ ok: true, value: { method: 'clap', described: 2 } })
  expect(titles(byWords).toSorted()).toEqual(['hiss', 'tone'])
  expect(titles(await likeTrack(tone, { fromSeconds: 1, toSeconds: 4 }))).toEqual(['hiss'])
  rmSync(join(folder.models, 'clap'), { recursive: true })
  expect(await likeTrack(tone)).toMatchObject({ ok: true, value: { method: 'measures', described: 2 } })
})

test('kill -9 while songs are described loses nothing, and the same command goes on', { timeout: 120_000 }, async () => {
  for (let i = 0; i < 5; i++) await addSong(`song ${i}`, hiss(10 + i, 60))
  const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
  const segno = () =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', cli, 'similar', 'song 0', '--json'], { env: { ...process.env, SEGNO_HOME: home } })
  const first = segno()
  await new Promise<void>((resolve) => {
    first.stderr.on('data', (chunk) => /[2-9]\d %/.test(String(chunk)) && resolve())
    first.once('exit', () => resolve())
  })
  first.kill('SIGKILL')
  const second = segno()
  let out = ''
  second.stdout.on('data', (chunk) => {
    out += String(chunk)
  })
  await new Promise((resolve) => second.once('exit', resolve))
  const { matches } = JSON.parse(out) as { matches: readonly { parts: readonly string[]; score: number }[] }
  // every other song was described, so every one could be compared by its sound
  expect(matches).toHaveLength(4)
  for (const match of matches) expect(match).toMatchObject({ parts: expect.arrayContaining(['sound']), score: expect.any(Number) })
})
