import { randomBytes } from 'node:crypto'
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JobId } from '../../../src-shared/kernel/ids.ts'
import { createWorkFlags, raiseCancel } from '../../../src-shared/kernel/work-flags.ts'
import { type AudioService, createAudioService, writeWav24 } from '../../audio/index.ts'
import { type Database, openDatabase } from '../../platform/database/index.ts'
import { createEvents, type EventPayload, type Events } from '../../platform/events.ts'
import { type AudioStore, createAudioStore } from '../../platform/files/index.ts'
import { createIdSource } from '../../platform/ids.ts'
import type { ThreadPool } from '../../platform/threads/thread-pool.ts'
import { readFile } from '../import/import-file.ts'
import { createTrackReader, createTrackWriters } from '../index.ts'
import { createLiveWatch } from './live-watch.ts'
import { createWalkPool } from './walk-pool.ts'
import { createWatchJob, type WatchJobParts } from './watch-job.ts'
import { watchedRepository } from './watched-repository.ts'

let folder = ''
let music = ''
let database: Database
let store: AudioStore
let audio: AudioService
let pool: ThreadPool
let events: Events
let told: EventPayload<'watchedFolders.scanned'>[]
let jobs = 0

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-watch-'))
  music = join(folder, 'music')
  for (const name of ['audio', 'music', 'music/below']) mkdirSync(join(folder, name))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  store = createAudioStore(join(folder, 'audio'), Date.now)
  audio = createAudioService({ peaksFolder: join(folder, 'peaks'), pathOf: store.pathOf, threads: 1 })
  pool = createWalkPool()
  events = createEvents((cause) => {
    throw cause
  })
  told = []
  events.on('watchedFolders.scanned', (payload) => told.push(payload))
  await watchedRepository(database.query).add([music], 1)
})
afterEach(async () => {
  await Promise.all([audio.close(), pool.close()])
  expect(await database.check()).toEqual([])
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const old = (path: string) => utimesSync(path, 1_700_000_000, 1_700_000_000)
const sound = async (name: string, seed: number) => {
  const path = join(music, name)
  await writeWav24(path, [Float32Array.from({ length: 11_025 }, (_, i) => 0.4 * Math.sin(i * (0.05 + seed / 1_000)))], 22_050)
  old(path)
  return path
}
const context = () => {
  const cancel = new AbortController()
  const flags = createWorkFlags()
  const jobId = `job_${String(++jobs).padStart(8, '0')}` as JobId
  const workFolder = join(folder, jobId)
  mkdirSync(workFolder)
  const stop = () => {
    raiseCancel(flags)
    cancel.abort()
  }
  return { stop, context: { jobId, signal: cancel.signal, flags, progress: () => undefined, workFolder } }
}
const importParts = () => {
  const { tracks } = createTrackWriters({ database, audio: store, events, ids: createIdSource(randomBytes, Date.now), now: Date.now })
  return { audio, store, tracks, library: createTrackReader(database.query) }
}
const job = (parts: Partial<WatchJobParts> = {}) =>
  createWatchJob({
    database,
    events,
    pool,
    now: Date.now,
    places: () => 2,
    readFile: (path, groupId, workFolder, each) => readFile(importParts(), path, groupId, workFolder, each),
    onFolders: () => undefined,
    onPausing: () => undefined,
    ...parts,
  })
const scan = async (parts: Partial<WatchJobParts> = {}) => {
  await job(parts).run({}, context().context)
  return told.at(-1)
}
const files = () => database.query.selectFrom('watched_files').selectAll().orderBy('path').execute()
const songs = () => database.query.selectFrom('tracks').select(['id', 'title']).orderBy('title').execute()

test('new files come in once; an unchanged look reads nothing; moved, changed and vanished files are known again', async () => {
  await sound('a.wav', 1)
  await sound('below/b.wav', 2)
  writeFileSync(join(music, 'no-sound.wav'), 'prose')
  old(join(music, 'no-sound.wav'))
  symlinkSync('..', join(music, 'below', 'round'))
  symlinkSync('nowhere.wav', join(music, 'dangling.wav'))
  expect(await scan()).toMatchObject({ imported: 2, failed: 1, folders: [{ files: 3, fresh: 3, unreadable: 1 }] })
  expect((await songs()).map(({ title }) => title)).toEqual(['a', 'b'])

  const untouched = () => Promise.reject(new Error('nothing is to be imported'))
  expect(await scan({ readFile: untouched })).toMatchObject({ imported: 0, failed: 0, folders: [{ files: 3, unchanged: 3, fresh: 0 }] })

  renameSync(join(music, 'below', 'b.wav'), join(music, 'Ünï "b" 🎹\n.wav'))
  rmSync(join(music, 'a.wav'))
  expect(await scan({ readFile: untouched })).toMatchObject({ folders: [{ files: 2, moved: 1, gone: 1 }] })
  expect((await files()).map(({ state }) => state)).toEqual(['gone', 'failed', 'imported'])
  expect(await songs()).toHaveLength(2)

  // taken back: what is known of the files is there again, so nothing is imported twice, and what left the library stays away
  const { removed } = await database.transaction(async (tx) => ({ removed: await watchedRepository(tx).remove(music) }))
  if (!removed) throw new Error('it was watched')
  expect([await files(), await watchedRepository(database.query).remove(music)]).toEqual([[], undefined])
  await watchedRepository(database.query).putBack(removed)
  expect(await files()).toEqual(removed.files)
  expect(await scan({ readFile: untouched })).toMatchObject({ imported: 0, folders: [{ files: 2, unchanged: 2 }] })

  // the same bytes under a new name, after the old one is gone: one song. Where the disk gives the old file's number again, it was only moved
  await sound('copied.wav', 1)
  expect(await scan()).toMatchObject({ imported: 0, failed: 0 })
  expect(await songs()).toHaveLength(2)
})

test('a drive that is away, before or in the middle of a look, takes nothing from the library', async () => {
  await sound('a.wav', 1)
  await sound('b.wav', 2)
  await scan()
  renameSync(music, `${music}-away`)
  expect(await scan()).toMatchObject({ folders: [{ isMissing: true, files: 0 }] })
  expect((await files()).map(({ state }) => state)).toEqual(['imported', 'imported'])
  expect(await database.query.selectFrom('watched_folders').select('state').executeTakeFirst()).toEqual({ state: 'missing' })
  // an empty mount point
  mkdirSync(music)
  await database.query.updateTable('watched_folders').set({ device: 1 }).execute()
  expect(await scan()).toMatchObject({ folders: [{ isMissing: true }] })
  rmSync(music, { recursive: true })
  renameSync(`${music}-away`, music)
  expect(await scan()).toMatchObject({ folders: [{ isMissing: false, unchanged: 2, gone: 0 }] })

  // away between finding and importing: the files wait
  await sound('c.wav', 3)
  const vanish: WatchJobParts['readFile'] = async (path) => {
    renameSync(music, `${music}-away`)
    return readFile(importParts(), path, 'g', folder, context().context)
  }
  expect(await scan({ readFile: vanish })).toMatchObject({ imported: 0, failed: 0 })
  expect((await files()).at(-1)?.state).toBe('waiting')
  renameSync(`${music}-away`, music)
  expect(await scan()).toMatchObject({ imported: 1 })
})

test('a folder that may not be read keeps what is known of it', async (task) => {
  if (process.getuid?.() === 0 || process.platform === 'win32') task.skip('everything may be read here')
  await sound('below/b.wav', 2)
  await scan()
  chmodSync(join(music, 'below'), 0)
  expect(await scan()).toMatchObject({ folders: [{ unreadable: 1, gone: 0 }] })
  chmodSync(join(music, 'below'), 0o700)
})

test('cancelled half-way it goes on where it was, and two looks at once double nothing', async () => {
  for (let seed = 1; seed <= 4; seed++) await sound(`${seed}.wav`, seed)
  const { context: cancelled, stop } = context()
  // one after the other, so that it is known which was done
  const places = () => 1
  let count = 0
  const slow: WatchJobParts['readFile'] = async (path, groupId, workFolder, each) => {
    if (++count === 2) await expect.poll(async () => (await files()).filter(({ state }) => state === 'imported').length).toBe(1)
    if (count === 2) stop()
    return readFile(importParts(), path, groupId, workFolder, each)
  }
  await expect(job({ readFile: slow, places }).run({}, cancelled)).rejects.toThrow(/abort/i)
  expect((await files()).filter(({ state }) => state === 'imported')).toHaveLength(1)
  await Promise.all([job().run({}, context().context), job().run({}, context().context)])
  expect((await files()).map(({ state }) => state)).toEqual(Array(4).fill('imported'))
  expect(await songs()).toHaveLength(4)
})

test('a change below a watched folder is told once it is calm', async () => {
  const changed: string[] = []
  const live = createLiveWatch((path) => changed.push(path))
  live.setFolders(music, [music, join(music, 'below')])
  expect(live.watchingOf(music)).toBe('live')
  await sound('below/new.wav', 1)
  await sound('below/newer.wav', 2)
  await expect.poll(() => changed, { timeout: 5_000 }).toEqual([music])
  live.close()
  expect(live.watchingOf(music)).toBe('off')
})

test('changes that do not end are told all the same', async () => {
  const changed: string[] = []
  const live = createLiveWatch((path) => changed.push(path), 1_500)
  live.setFolders(music, [music])
  const path = join(music, 'growing.wav')
  const startedAt = performance.now()
  const writing = setInterval(() => appendFileSync(path, 'more'), 100)
  await expect.poll(() => changed.length, { timeout: 5_000 }).toBeGreaterThan(0)
  expect(performance.now() - startedAt).toBeLessThan(3_500)
  clearInterval(writing)
  live.close()
})

test('a download that pauses is left alone until it is whole, or stays as it is for a minute', async () => {
  const whole = readFileSync(await sound('whole.wav', 5))
  rmSync(join(music, 'whole.wav'))
  const path = join(music, 'download.wav')
  const at = 1_800_000_000
  const put = (bytes: Buffer, seconds: number) => {
    writeFileSync(path, bytes)
    utimesSync(path, at + seconds, at + seconds)
  }
  const pauses: number[] = []
  const lookAt = (seconds: number) => scan({ now: () => (at + seconds) * 1_000, onPausing: (_, milliseconds) => pauses.push(milliseconds) })
  put(whole.subarray(0, 20_000), 0)
  expect(await lookAt(5)).toMatchObject({ imported: 0, failed: 0 })
  expect([(await files()).map(({ state }) => state), pauses, await songs()]).toEqual([['waiting'], [55_000], []])
  // it went on
  put(whole, 20)
  expect(await lookAt(25)).toMatchObject({ imported: 1, notes: [] })
  expect(pauses).toHaveLength(1)
  // one that was given up
  const cut = join(music, 'cut.wav')
  writeFileSync(cut, whole.subarray(0, 20_000))
  old(cut)
  expect(await lookAt(30)).toMatchObject({ imported: 1, notes: [{ note: expect.stringContaining('cut off') }] })
  expect(await songs()).toHaveLength(2)
})

test('many files written at once, and a storm of new names while they come in: each is one song', async () => {
  const live: string[] = []
  const watching = createLiveWatch((path) => live.push(path))
  watching.setFolders(music, [music, join(music, 'below')])
  for (let i = 0; i < 24; i++) await sound(`${i}.wav`, i)
  let count = 0
  const storming: WatchJobParts['readFile'] = async (path, groupId, workFolder, each) => {
    // every third is renamed just before it is read, twice
    if (count++ % 3 === 0) {
      renameSync(path, `${path}.part.wav`)
      renameSync(`${path}.part.wav`, join(music, 'below', `named ${count}.wav`))
    }
    return readFile(importParts(), path, groupId, workFolder, each)
  }
  await scan({ readFile: storming })
  for (let i = 0; i < 3; i++) await scan()
  expect((await files()).map(({ state }) => state)).toEqual(Array(24).fill('imported'))
  expect(await songs()).toHaveLength(24)
  await expect.poll(() => live.length, { timeout: 5_000 }).toBeGreaterThan(0)
  watching.close()
})
