import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clicks, pulse, RATE_HZ } from '../../src-shared/dsp/music-for-tests.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { createWorkFlags, raiseCancel } from '../../src-shared/kernel/work-flags.ts'
import { writeWav24 } from '../audio/index.ts'
import { createTrackReader, createTrackWriters } from '../library/index.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createEvents, type Events } from '../platform/events.ts'
import { type AudioStore, createAudioStore } from '../platform/files/index.ts'
import { createIdSource } from '../platform/ids.ts'
import { createLibrarySongs, createProjectService, type ProjectService } from '../project/index.ts'
import { createAnalysisHandlers } from './analysis-handlers.ts'
import { createListener } from './analysis-pool.ts'
import { createBeatOrigins } from './beat-origins.ts'
import { hearingRepository } from './hearing-repository.ts'
import { createListenJob, type ListenJob } from './listen-job.ts'

let folder = ''
let database: Database
let store: AudioStore
let events: Events
let project: ProjectService
let ears: ReturnType<typeof createListener>
let job: ListenJob
let told: TrackId[]
let clock = 1_000

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-ears-'))
  for (const name of ['audio', 'in', 'work']) mkdirSync(join(folder, name))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  store = createAudioStore(join(folder, 'audio'), Date.now)
  events = createEvents((cause) => {
    throw cause
  })
  told = []
  events.on('analysis.heard', ({ trackIds }) => told.push(...trackIds))
  const now = () => ++clock
  project = createProjectService({ database, songs: createLibrarySongs(now), events, now })
  ears = createListener()
  job = createListenJob({ database, events, now, pathOf: store.pathOf, listen: ears.listen, untilQuiet: async () => undefined, announce: project.announce })
})
afterEach(async () => {
  await ears.close()
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const context = () => {
  const cancel = new AbortController()
  const flags = createWorkFlags()
  const stages: string[] = []
  const stop = () => {
    raiseCancel(flags)
    cancel.abort()
  }
  const progress = (_: number, stage: string) => void stages.push(stage)
  return { context: { jobId: 'job_00000001' as never, workFolder: join(folder, 'work'), signal: cancel.signal, flags, progress }, stop, stages }
}
const listenTo = (payload: Partial<Parameters<ListenJob['run']>[0]> = {}) => job.run({ isBackground: true, ...payload }, context().context)

/** A song of clicks in the library, as if a file had been imported that nobody listened to. */
const addSong = async (title: string, tempoBpm: number, seconds = 20): Promise<TrackId> => {
  const path = join(folder, 'in', 'song.wav')
  const sound = clicks(
    pulse(() => tempoBpm, seconds),
    seconds,
  )
  await writeWav24(path, [sound], RATE_HZ)
  const { sha256, bytes } = await store.adopt(path)
  const { tracks } = createTrackWriters({ database, audio: store, events, ids: createIdSource(randomBytes, Date.now), now: () => ++clock })
  const facts = { title, origin: 'imported' as const, engine: 'import', engineVersion: '1', prompt: '', licence: '' }
  const take = { kind: 'imported' as const, groupId: 'grp', number: 1, audioSha256: sha256, audioBytes: bytes, sampleRateHz: RATE_HZ, channelCount: 1 }
  const rest = { lengthFrames: sound.length, firstBarFrame: 0, sections: [], prompt: '', engine: 'import', strategy: 'import', reason: '' }
  return (await tracks.create({ ...facts, take: { ...take, ...rest } })).track.id
}
const take = async (trackId: TrackId) => (await createTrackReader(database.query).listTakes(trackId))[0]

test('songs get their tempo in the library, and bars in the editor, and nobody listens twice', async () => {
  const one = await addSong('one', 100)
  const two = await addSong('two', 128)
  await listenTo()
  const reader = createTrackReader(database.query)
  expect((await reader.find(one))?.tempoBpm).toBeCloseTo(100, 0)
  expect((await reader.find(two))?.tempoBpm).toBeCloseTo(128, 0)
  expect((await take(one))?.tempoMap?.[0]?.tempoBpm).toBeCloseTo(100, 0)
  expect(told.toSorted()).toEqual([one, two].toSorted())
  const before = await hearingRepository(database.query).countHeard()
  await listenTo()
  expect(told).toHaveLength(2)
  expect(before).toEqual({ heard: 2, failed: 0 })
})

test('a correction is undoable, shown at once, and stays when the song is listened to again', async () => {
  const one = await addSong('one', 100)
  await listenTo()
  const grid = { tempoMap: [{ atTicks: 0, tempoBpm: 50 }], timeSignature: { beats: 2, unit: 4 as const }, firstBarFrame: 777 }
  const corrected = await project.apply(one, { type: 'grid.correct', what: 'tempo', grid, key: { tonic: 'E', mode: 'minor' } })
  expect(corrected.ok && corrected.value.takes[0]).toMatchObject({ firstBarFrame: 777, timeSignature: { beats: 2, unit: 4 } })
  expect(await createTrackReader(database.query).find(one)).toMatchObject({ tempoBpm: 50, key: { tonic: 'E', mode: 'minor' } })
  await listenTo({ trackIds: [one], heardBefore: ++clock, isBackground: false })
  expect(told).toEqual([one, one])
  expect(await take(one)).toMatchObject({ firstBarFrame: 777 })
  expect((await createTrackReader(database.query).find(one))?.tempoBpm).toBe(50)
  const undone = await project.undo(one)
  expect(undone.ok && undone.value.takes[0]?.tempoMap?.[0]?.tempoBpm).toBeCloseTo(100, 0)
  expect((await createTrackReader(database.query).find(one))?.tempoBpm).toBeCloseTo(100, 0)
})

test('whoever builds on the beat of a recording hears it first, and learns who says so', async () => {
  const songs = {
    async find(trackId: TrackId) {
      const opened = await project.open(trackId)
      return opened.ok ? opened.value : undefined
    },
  }
  const { get } = createAnalysisHandlers({ database, songs, jobs: { enqueue: () => Promise.reject(new Error('none')) }, listenJob: job, now: () => clock })
  const factsOf = async (trackId: TrackId) => {
    const facts = await get({ trackId })
    return facts.ok ? facts.value : undefined
  }
  const beatOf = createBeatOrigins({ songs, factsOf, listenJob: job })
  const one = await addSong('one', 100)
  const work = context()
  const heard = await beatOf(one, work.context)
  expect(heard).toMatchObject({ by: 'ear', bpm: expect.closeTo(100, 0) })
  expect(work.stages).toContain('listening to one')
  expect((await take(one))?.tempoMap?.[0]?.tempoBpm).toBeCloseTo(100, 0)
  // it is known now
  expect(await beatOf(one, context().context)).toEqual(heard)
  expect(told).toEqual([one])
  const grid = { tempoMap: [{ atTicks: 0, tempoBpm: 50 }], timeSignature: { beats: 2, unit: 4 as const }, firstBarFrame: 0 }
  await project.apply(one, { type: 'grid.correct', what: 'tempo', grid })
  expect(await beatOf(one, context().context)).toEqual({ by: 'person' })
  const two = await addSong('two', 128)
  rmSync(store.pathOf((await take(two))?.audioSha256 as never))
  expect(await beatOf(two, context().context)).toMatchObject({ by: 'unheard', why: expect.any(String) })
  const three = await addSong('three', 90)
  const stopped = context()
  stopped.stop()
  await expect(beatOf(three, stopped.context)).rejects.toMatchObject({ name: 'AbortError' })
})

test('a file that is not there any more is noted and does not stop the others', async () => {
  const one = await addSong('one', 100)
  const two = await addSong('two', 128)
  const lost = await take(one)
  rmSync(store.pathOf(lost?.audioSha256 as never))
  await listenTo()
  expect(await hearingRepository(database.query).countHeard()).toEqual({ heard: 1, failed: 1 })
  expect(await hearingRepository(database.query).countWaiting()).toBe(0)
  expect((await createTrackReader(database.query).find(two))?.tempoBpm).toBeCloseTo(128, 0)
  writeFileSync(store.pathOf(lost?.audioSha256 as never), 'this is no sound')
  await expect(listenTo({ trackIds: [one], heardBefore: ++clock, isBackground: false })).rejects.toMatchObject({
    failure: { code: expect.stringMatching(/^audio\./) },
  })
})

test('cancel is quick, and the next run goes on with what is left', async () => {
  await addSong('one', 100)
  await addSong('two', 128, 240)
  const work = context()
  const running = job.run({ isBackground: false }, { ...work.context, progress: (fraction) => fraction > 0 && work.stop() })
  const started = performance.now()
  await expect(running).rejects.toMatchObject({ name: 'AbortError' })
  expect(performance.now() - started).toBeLessThan(5_000)
  expect((await hearingRepository(database.query).countHeard()).heard).toBeLessThan(2)
  await listenTo()
  expect(await hearingRepository(database.query).countHeard()).toEqual({ heard: 2, failed: 0 })
})

test('what was heard goes with the recording', async () => {
  const one = await addSong('one', 100)
  await listenTo()
  await database.transaction(async (tx) => {
    await tx.deleteFrom('tracks').where('id', '=', one).execute()
    await tx.deleteFrom('audio_files').execute()
  })
  expect(await hearingRepository(database.query).countHeard()).toEqual({ heard: 0, failed: 0 })
})
