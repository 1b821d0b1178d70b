import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TagLib } from 'taglib-wasm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JobId, TrackId } from '../../../src-shared/kernel/ids.ts'
import { createWorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import { type AudioService, createAudioService, writeWav24 } from '../../audio/index.ts'
import { createHistoryService } from '../../history/index.ts'
import { type Database, openDatabase } from '../../platform/database/index.ts'
import { createEvents, type EventPayload } from '../../platform/events.ts'
import { createAudioStore } from '../../platform/files/index.ts'
import { createIdSource } from '../../platform/ids.ts'
import type { ThreadPool } from '../../platform/threads/thread-pool.ts'
import { createCoverStore, createTrackReader, createTrackWriters, importFile } from '../index.ts'
import { createReadJob, type ReadJob } from './read-job.ts'
import { createTagHandlers } from './tag-handlers.ts'
import { createTagJob } from './tag-job.ts'
import { createTagPool } from './tag-pool.ts'
import { createTagWriter } from './tag-writer.ts'
import { trackFiles } from './track-files.ts'

let folder = ''
let database: Database
let audio: AudioService
let pool: ThreadPool
let job: ReadJob
let told: EventPayload<'fileTags.wasRead'> | undefined
let songs: TrackId[] = []
const at = (...names: string[]) => join(folder, ...names)
const context = () => ({
  jobId: 'job_00000001' as JobId,
  signal: new AbortController().signal,
  flags: createWorkFlags(),
  progress: () => undefined,
  workFolder: at('work'),
})
const events = createEvents((cause) => {
  throw cause
})
events.on('fileTags.wasRead', (payload) => {
  told = payload
})

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-read-tags-'))
  for (const name of ['in', 'work', 'audio']) mkdirSync(at(name))
  database = await openDatabase({ path: at('studio.sqlite'), backupsFolder: at('backups'), now: Date.now })
  const store = createAudioStore(at('audio'), Date.now)
  const covers = createCoverStore(at('covers'))
  audio = createAudioService({ peaksFolder: at('peaks'), pathOf: store.pathOf, threads: 1 })
  pool = createTagPool()
  const { tracks } = createTrackWriters({ database, audio: store, events, ids: createIdSource(randomBytes, Date.now), now: Date.now })
  const parts = { audio, store, tracks, covers, files: trackFiles(database.query), library: createTrackReader(database.query) }
  for (const [index, tags] of [
    { title: 'One', artist: 'Ann', album: 'First', date: '1999' },
    { title: 'Two', artist: undefined },
  ].entries()) {
    const source = at('in', `${index}.wav`)
    await writeWav24(source, [Float32Array.from({ length: 22_050 }, (_, i) => 0.4 * Math.sin(i * (0.05 + index / 50)))], 22_050)
    const target = at('in', `${index}.flac`)
    await audio.encode({ source, target, format: 'flac', tags }, context())
    songs.push((await importFile(parts, target, 'g', at('work'), context())).trackId)
  }
  const history = createHistoryService({ database, events, now: Date.now, owner: 'test' })
  job = createReadJob({ database, events, covers, performStep: history.perform })
  const writer = createTagWriter({ database, audio, pool, now: Date.now })
  const lyricsOf = async () => 'rain on the window\nlight again'
  const tagJob = createTagJob({ writer, events, lyricsOf })
  handlers = createTagHandlers({
    database,
    library: parts.library,
    writer,
    covers,
    lyricsOf,
    tagJob,
    readJob: job,
    jobs: { enqueue: async () => 'job_00000002' as JobId },
  }).handlers
  undo = () => history.undo()
})
let handlers: ReturnType<typeof createTagHandlers>['handlers']
let undo: () => Promise<unknown>
afterAll(async () => {
  await Promise.all([audio.close(), pool.close()])
  await database.close()
  rmSync(folder, { recursive: true, force: true })
  songs = []
})

const row = async (trackId: TrackId | undefined) => createTrackReader(database.query).find(trackId as TrackId)

test('files give their tags back to songs in one step; what they do not say stays, and a file that is away is told', async () => {
  const [one, two] = songs
  await database.query.updateTable('tracks').set({ title: 'Changed', title_key: 'changed', artist: 'Bob', album: null }).execute()
  const preview = await handlers.previewRead({ trackIds: songs })
  expect(preview.ok && preview.value.map(({ differences }) => differences)).toEqual([
    [
      { field: 'title', before: 'Changed', after: 'One' },
      { field: 'artist', before: 'Bob', after: 'Ann' },
      { field: 'album', after: 'First' },
    ],
    [{ field: 'title', before: 'Changed', after: 'Two' }],
  ])
  await job.run({ trackIds: songs, fields: ['title', 'artist', 'album', 'year'] }, context())
  expect(told).toMatchObject({ changed: 2, stepId: expect.any(Number), errors: [] })
  expect(await row(one)).toMatchObject({ title: 'One', artist: 'Ann', album: 'First', year: 1999 })
  expect(await row(two)).toMatchObject({ title: 'Two', artist: 'Bob' })
  await undo()
  expect(await row(one)).toMatchObject({ title: 'Changed', artist: 'Bob' })
  expect(await row(one)).not.toHaveProperty('album')

  const file = await (await TagLib.initialize()).open(new Uint8Array(readFileSync(at('in', '0.flac'))))
  file.setProperty('ALBUMARTIST', 'The Windows')
  file.setProperty('DISCNUMBER', '2/3')
  file.setProperty('TRACKNUMBER', '7')
  file.save()
  writeFileSync(at('in', '0.flac'), file.getFileBuffer())
  file.dispose()
  const placed = await handlers.previewRead({ trackIds: [one as TrackId] })
  expect(placed.ok && placed.value[0]?.differences).toContainEqual({ field: 'album', after: 'First · The Windows · disc 2 · number 7' })
  await job.run({ trackIds: songs, fields: ['album'] }, context())
  const place = () => database.query.selectFrom('tracks').select(['album', 'album_artist', 'disc_number', 'track_number']).orderBy('row').execute()
  const nothing = { album: null, album_artist: null, disc_number: null, track_number: null }
  expect(await place()).toEqual([{ album: 'First', album_artist: 'The Windows', disc_number: 2, track_number: 7 }, nothing])
  await undo()
  expect(await place()).toEqual([nothing, nothing])

  renameSync(at('in', '1.flac'), at('in', 'away.flac'))
  const written = await handlers.preview({ trackIds: songs })
  expect(written.ok && written.value[1]?.refusal).toContain('There is no file')
  expect(written.ok && written.value[0]?.differences).toContainEqual({ field: 'lyrics', after: '“rain on the window”, 2 lines' })
  await job.run({ trackIds: songs, fields: ['title'] }, context())
  expect(told).toMatchObject({ changed: 1, errors: [{ title: 'Changed', code: 'file.not-found' }] })
  expect(await row(one)).toMatchObject({ title: 'One', artist: 'Bob' })
  // again: nothing is left to change, so there is no step
  await job.run({ trackIds: songs, fields: ['title'] }, context())
  expect(told).toMatchObject({ changed: 0 })
  expect(told).not.toHaveProperty('stepId')
  expect(await database.check()).toEqual([])
})
