import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JobId, OfferId, Sha256, TrackId } from '../../../src-shared/kernel/ids.ts'
import { createWorkFlags, raiseCancel } from '../../../src-shared/kernel/work-flags.ts'
import { TrackQuery } from '../../../src-shared/library/contract.ts'
import { type AudioService, createAudioService, readWavLayout, writeWav24 } from '../../audio/index.ts'
import { type Database, openDatabase } from '../../platform/database/index.ts'
import { createEvents, type EventPayload } from '../../platform/events.ts'
import { type AudioStore, createAudioStore } from '../../platform/files/index.ts'
import { createIdSource } from '../../platform/ids.ts'
import { watchBlocks } from '../../platform/threads/blocks-for-tests.ts'
import { createCoverStore, createImportHandlers, createImportJob, createTrackReader, createTrackWriters, type ImportJob, trackFiles } from '../index.ts'
import { listTracks } from '../track-listing.ts'

let folder = ''
let database: Database
let store: AudioStore
let audio: AudioService
let job: ImportJob
let told: EventPayload<'library.imported'>[]
let jobs = 0
let places = 1

const at = (...names: string[]) => join(folder, ...names)

beforeEach(async () => {
  places = 1
  folder = mkdtempSync(join(tmpdir(), 'segno-import-'))
  for (const name of ['work', 'audio', 'in']) mkdirSync(at(name))
  database = await openDatabase({ path: at('studio.sqlite'), backupsFolder: at('backups'), now: Date.now })
  store = createAudioStore(at('audio'), Date.now)
  audio = createAudioService({ peaksFolder: at('peaks'), pathOf: store.pathOf, threads: 2 })
  const events = createEvents((cause) => {
    throw cause
  })
  told = []
  events.on('library.imported', (payload) => told.push(payload))
  const { tracks } = createTrackWriters({ database, audio: store, events, ids: createIdSource(randomBytes, Date.now), now: Date.now })
  job = createImportJob({
    audio,
    store,
    tracks,
    library: createTrackReader(database.query),
    events,
    covers: createCoverStore(at('covers')),
    files: trackFiles(database.query),
    places: () => places,
    savedSongs: { isOne: async () => false, open: async () => Promise.reject(new Error('none is')) },
  })
})
afterEach(async () => {
  await audio.close()
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const context = () => {
  const cancel = new AbortController()
  const flags = createWorkFlags()
  const jobId = `job_${String(++jobs).padStart(8, '0')}` as JobId
  const stages: string[] = []
  const stop = () => {
    raiseCancel(flags)
    cancel.abort()
  }
  return { context: { jobId, signal: cancel.signal, flags, progress: (_: number, stage: string) => stages.push(stage), workFolder: at('work') }, stop, stages }
}
const run = async (...paths: string[]) => {
  await job.run({ paths }, context().context)
  return told.at(-1)?.files ?? []
}
const failing = (...paths: string[]) =>
  job.run({ paths }, context().context).then(
    () => 'done',
    (cause) => cause.failure?.code ?? String(cause),
  )
const tone = (seconds: number, seed: number) => [Float32Array.from({ length: seconds * 22_050 }, (_, i) => 0.4 * Math.sin(i * (0.05 + seed / 1_000)))]
const sound = async (name: string, seed: number) => {
  await writeWav24(at('in', name), tone(2, seed), 22_050)
  return at('in', name)
}
const songs = () => database.query.selectFrom('tracks').selectAll().orderBy('created_at').orderBy('id').execute()

test('one bad file does not stop the others, and every file has its row', async () => {
  writeFileSync(at('in', 'b-empty.wav'), '')
  writeFileSync(at('in', 'c-text.wav'), 'this is prose, not sound '.repeat(40))
  const good = await sound('a.wav', 1)
  const cut = await sound('d-cut.wav', 2)
  truncateSync(cut, 80_000)
  const rows = await run(good, at('in', 'b-empty.wav'), at('in', 'c-text.wav'), cut, at('in', 'missing.wav'))
  expect(rows.map(({ error }) => error?.code)).toEqual([undefined, 'audio.empty', 'audio.not-audio', undefined, 'file.not-found'])
  expect(rows[3]?.note).toContain('This file ends after 1.2 s of 2.0 s')
  const [first, second] = await songs()
  expect(first).toMatchObject({ title: 'a', origin: 'imported', engine: 'import', source_name: 'a.wav' })
  expect(second?.title).toBe('d-cut')
  expect(readdirSync(at('work'))).toEqual([])
  const take = await createTrackReader(database.query).findPublished(
    String((await database.query.selectFrom('takes').select('publish_key').executeTakeFirst())?.publish_key),
  )
  expect(take).toMatchObject({ kind: 'imported', channelCount: 1, sampleRateHz: 22_050, lengthFrames: 44_100 })
  expect(take?.loudness?.integratedLufs).toBeLessThan(-5)
  if (take) expect((await readWavLayout(store.pathOf(take.audioSha256))).lengthFrames).toBe(44_100)
})

test('the same bytes under another name are the song that is there already', async () => {
  const first = await sound('a.wav', 1)
  cpSync(first, at('in', 'copy.wav'))
  const rows = await run(first, at('in', 'copy.wav'))
  expect(rows[1]?.trackId).toBe(rows[0]?.trackId)
  expect(rows[1]?.note).toContain('already in the library')
  await database.query.updateTable('tracks').set({ trashed_at: 1 }).execute()
  expect((await run(first))[0]?.note).toContain('in the trash')
  expect(await songs()).toHaveLength(1)
})

test('names with quotes, newlines, emoji and slashes become one clean line, and a folder is walked without circles', async () => {
  mkdirSync(at('in', 'album', 'disc 2'), { recursive: true })
  cpSync(await sound('x.wav', 1), at('in', 'album', 'He said "no"\nand 🎹 left.wav'))
  cpSync(await sound('y.wav', 2), at('in', 'album', 'disc 2', 'to ..%2F..%2Fetc.wav'))
  writeFileSync(at('in', 'album', 'cover.jpg'), 'not sound')
  writeFileSync(at('in', 'album', '.hidden.wav'), 'hidden')
  symlinkSync(at('in', 'album'), at('in', 'album', 'circle'))
  const rows = await run(at('in', 'album'))
  expect(rows.map(({ name }) => name)).toEqual(['He said "no" and 🎹 left.wav', 'to ..%2F..%2Fetc.wav'])
  expect((await songs()).map(({ title }) => title).toSorted()).toEqual(['He said "no" and 🎹 left', 'to ..%2F..%2Fetc'])
})

test('a folder of all that can go wrong: each bad file is told by name and place, the good ones come in, and a second time changes nothing', async () => {
  places = 3
  const album = at('in', 'album')
  mkdirSync(join(album, 'disc 2'), { recursive: true })
  const put = async (name: string, seed: number) => cpSync(await sound('made.wav', seed), join(album, name))
  for (let i = 0; i < 30; i++) await put(i % 2 ? `${i}.wav` : `disc 2/${i}.wav`, i)
  await put(`${'very long '.repeat(25)}.wav`, 90)
  await put('named.mp3', 91)
  writeFileSync(join(album, 'zero.flac'), '')
  writeFileSync(join(album, 'broken.ogg'), randomBytes(5_000))
  writeFileSync(join(album, 'prose.mp3'), 'this is prose, not sound '.repeat(40))
  cpSync(join(album, 'prose.mp3'), join(album, 'disc 2', 'prose.mp3'))
  symlinkSync('loop.wav', join(album, 'loop.wav'))
  symlinkSync('..', join(album, 'disc 2', 'round'))
  symlinkSync('nowhere.wav', join(album, 'dangling.wav'))
  const isLinux = process.platform === 'linux'
  // a device and a pipe would be read for ever; a file that the disk does not give
  if (isLinux) {
    symlinkSync('/dev/zero', join(album, 'endless.wav'))
    spawnSync('mkfifo', [join(album, 'pipe.wav')])
    symlinkSync('pipe.wav', join(album, 'to pipe.wav'))
    symlinkSync('/proc/self/mem', join(album, 'failing.wav'))
  }
  const rows = await run(album)
  const bad = rows.filter(({ error }) => error).map(({ name, below, error }) => `${below} ${name} ${error?.code}`)
  expect(bad.toSorted()).toEqual([
    'album broken.ogg audio.damaged',
    'album dangling.wav file.not-found',
    ...(isLinux ? ['album failing.wav file.unreadable'] : []),
    'album loop.wav file.not-found',
    'album prose.mp3 audio.not-audio',
    'album zero.flac audio.empty',
    'album/disc 2 prose.mp3 audio.not-audio',
  ])
  expect(await songs()).toHaveLength(32)
  const again = await run(album)
  expect(again.filter(({ isKnown }) => isKnown)).toHaveLength(32)
  expect(again.filter(({ error }) => error)).toHaveLength(bad.length)
  expect(await songs()).toHaveLength(32)
  expect(readdirSync(at('work'))).toEqual([])
})

test('a file that vanishes and a drive that is pulled out in the middle: what is away is told, the rest comes in the next time', async () => {
  places = 2
  const drive = at('in', 'drive')
  mkdirSync(drive)
  for (let i = 0; i < 8; i++) cpSync(await sound('made.wav', i), join(drive, `${i}.wav`))
  const pull = (_: number, stage: string) => {
    if (stage === 'reading 1.wav') rmSync(join(drive, '7.wav'), { force: true })
    if (stage === 'reading 4.wav' && existsSync(drive)) renameSync(drive, `${drive} away`)
  }
  await job.run({ paths: [drive] }, { ...context().context, progress: pull })
  const rows = told.at(-1)?.files ?? []
  expect(rows.map(({ name }) => name)).toEqual(Array.from({ length: 8 }, (_, i) => `${i}.wav`))
  const away = rows.filter(({ error }) => error)
  expect(new Set(away.map(({ error }) => error?.code))).toEqual(new Set(['file.not-found']))
  expect(away.length).toBeGreaterThanOrEqual(3)
  expect(await songs()).toHaveLength(8 - away.length)
  renameSync(`${drive} away`, drive)
  expect((await run(drive)).filter(({ error }) => error)).toEqual([])
  expect((await songs()).map(({ title }) => title).toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6'])
})

test('when nothing came in the job fails with the first reason, and still tells the rows', async () => {
  mkdirSync(at('in', 'nothing'))
  expect(await failing(at('in', 'nothing'))).toBe('import.no-sound')
  writeFileSync(at('in', 'zero.mp3'), '')
  expect(await failing(at('in', 'zero.mp3'))).toBe('audio.empty')
  expect(told.map(({ files }) => files[0]?.error?.code)).toEqual(['import.no-sound', 'audio.empty'])
})

test.skipIf(process.getuid?.() === 0)('a file that may not be read says so', async () => {
  const path = await sound('secret.wav', 1)
  chmodSync(path, 0o000)
  expect(await failing(path)).toBe('file.unreadable')
})

test.each([1, 3])('cancel with %i files at once keeps what was done, tells it, and leaves no temporary file within a second', async (count) => {
  places = count
  const paths = await Promise.all(Array.from({ length: 8 }, (_, i) => sound(`${i}.wav`, i)))
  const work = context()
  let stoppedAt = 0
  const progress = (_: number, stage: string) => {
    if (stage !== 'reading 5.wav' || stoppedAt > 0) return
    stoppedAt = performance.now()
    work.stop()
  }
  await expect(job.run({ paths }, { ...work.context, progress })).rejects.toMatchObject({ name: 'AbortError' })
  expect(performance.now() - stoppedAt).toBeLessThan(1_000)
  const done = told[0]?.files.map(({ name }) => name) ?? []
  expect(done).toEqual(paths.slice(0, done.length).map((path) => basename(path)))
  expect(done.length).toBeLessThan(6)
  expect((await songs()).map(({ title }) => `${title}.wav`)).toEqual(done)
  expect(readdirSync(at('work'))).toEqual([])
  // it goes on where it was
  expect(await run(...paths)).toHaveLength(8)
  expect((await songs()).map(({ title }) => `${title}.wav`)).toEqual(paths.map((path) => basename(path)))
})

test('files that are read side by side come in in their order, the same bytes once, and a bad one among them is told in its place', async () => {
  places = 4
  const long = at('in', '0 long.wav')
  await writeWav24(long, tone(60, 9), 22_050)
  const first = await sound('1.wav', 1)
  cpSync(first, at('in', '2 copy.wav'))
  writeFileSync(at('in', '3 broken.flac'), Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(200)]))
  await sound('4.wav', 4)
  const fractions: number[] = []
  const work = context().context
  await job.run({ paths: [at('in')] }, { ...work, progress: (fraction) => fractions.push(fraction) })
  const rows = told.at(-1)?.files ?? []
  expect(rows.map(({ name }) => name)).toEqual(['0 long.wav', '1.wav', '2 copy.wav', '3 broken.flac', '4.wav'])
  expect(rows[2]).toMatchObject({ trackId: rows[1]?.trackId, note: expect.stringContaining('already in the library') })
  expect(rows[3]?.error?.code).toBe('audio.damaged')
  expect((await songs()).map(({ title }) => title)).toEqual(['0 long', '1', '4'])
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  expect(fractions.at(-1)).toBeCloseTo(1)
  // the waveform was drawn on the way
  expect(readdirSync(at('peaks'))).toHaveLength(3)
})

test('main is never held for long while many files come in', async () => {
  const paths = await Promise.all(Array.from({ length: 12 }, (_, i) => sound(`${i}.wav`, i)))
  // what is loaded and compiled once does not count
  await run(paths[0] as string)
  const blocks = watchBlocks()
  await run(...paths)
  expect(await songs()).toHaveLength(12)
  expect(blocks.stop().processor).toBeLessThan(30)
})

test('a job that runs again after a crash does not double what it had done', async () => {
  const paths = [await sound('a.wav', 1), await sound('b.wav', 2)]
  await run(...paths)
  await run(...paths)
  expect(await songs()).toHaveLength(2)
})

test('what was offered is imported once; an unknown offer is refused', async () => {
  const offers = new Map([['off_00000001', ['/music/one.wav']]])
  const enqueued: unknown[] = []
  const handlers = createImportHandlers({
    takeOffer: (offerId) => offers.get(offerId),
    jobs: {
      enqueue: async (_, payload, { title }) => {
        enqueued.push(payload, title)
        return 'job_00000001' as JobId
      },
    },
    importJob: job,
  })
  expect(await handlers.importOffered({ offerId: 'off_00000001' as OfferId })).toMatchObject({ ok: true })
  expect(enqueued).toEqual([{ paths: ['/music/one.wav'] }, 'Import: one.wav'])
  expect(await handlers.importOffered({ offerId: 'off_00000002' as OfferId })).toMatchObject({ ok: false, error: { code: 'import.nothing-offered' } })
})

/** The first chunk of a PNG of a size, without pixels. */
const png = (width: number, height: number): Uint8Array => {
  const bytes = Buffer.alloc(64)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  bytes.writeUInt32BE(13, 8)
  bytes.write('IHDR', 12)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return Uint8Array.from(bytes)
}
const tagged = async (name: string, tags: Parameters<AudioService['encode']>[0]['tags']) => {
  const source = await sound(`${name}.wav`, 3)
  await audio.encode({ source, target: at('in', name), format: 'flac', tags }, context().context)
  return at('in', name)
}

test('all that a file says of itself is kept with its song, found by search and sorted by', async () => {
  const cover = png(300, 300)
  const path = await tagged('full.flac', {
    title: 'Rain',
    artist: 'The Windows',
    album: 'Grey Mornings',
    date: '1987-03-01',
    isrc: 'USRC17607839',
    tempoBpm: 92,
    comment: 'taped in the kitchen',
    lyrics: 'rain on the window\n\nnobody home',
    cover: { mimeType: 'image/png', bytes: cover },
  })
  const [row] = await run(path)
  expect(row).toMatchObject({ trackId: expect.any(String) })
  const reader = createTrackReader(database.query)
  const track = await reader.find(row?.trackId as TrackId)
  expect(track).toMatchObject({
    title: 'Rain',
    artist: 'The Windows',
    album: 'Grey Mornings',
    year: 1987,
    isrc: 'USRC17607839',
    fileBpm: 92,
    fileComment: 'taped in the kitchen',
  })
  expect(readFileSync(createCoverStore(at('covers')).pathOf(track?.coverSha256 as Sha256)).equals(cover)).toBe(true)
  expect(await trackFiles(database.query).pathOf(row?.trackId as TrackId)).toBe(path)
  const { document_json } = await database.query.selectFrom('projects').select('document_json').executeTakeFirstOrThrow()
  expect(JSON.parse(document_json).lyrics).toEqual({ 0: { text: 'rain on the window', bars: 1 }, 2: { text: 'nobody home', bars: 1 } })

  await run(await sound('plain.wav', 9))
  const found = async (text: string) => (await listTracks(database.query, TrackQuery.parse({ text }), Date.now())).tracks.map(({ title }) => title)
  expect([await found('grey morn'), await found('kitchen'), await found('usrc')]).toEqual([['Rain'], ['Rain'], []])
  const sorted = await listTracks(database.query, TrackQuery.parse({ sort: 'album', descending: false }), Date.now())
  expect(sorted.tracks.map(({ title }) => title)).toEqual(['plain', 'Rain'])
})

test('an ISRC that is none and a cover of a million pixels are left out, and said', async () => {
  const path = await tagged('odd.flac', { title: 'Odd', artist: undefined, isrc: 'none', cover: { mimeType: 'image/png', bytes: png(90_000, 90_000) } })
  const [row] = await run(path)
  expect(row?.note).toContain('Its ISRC “none” is not one')
  expect(row?.note).toContain('Its cover cannot be shown')
  const track = await createTrackReader(database.query).find(row?.trackId as TrackId)
  expect(track).not.toHaveProperty('isrc')
  expect(track).not.toHaveProperty('coverSha256')
})
