import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MusicEngine } from '../../src-shared/generation/engine.ts'
import type { JobId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { StemSet } from '../../src-shared/separation/contract.ts'
import { createTrackReader, createTrackWriters, libraryHandlers } from '../library/index.ts'
import type { InstalledModel } from '../models/index.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createEvents } from '../platform/events.ts'
import { type AudioStore, createAudioStore } from '../platform/files/index.ts'
import { createIdSource } from '../platform/ids.ts'
import { createLibrarySongs, createProjectService, type ProjectService } from '../project/index.ts'
import { createPlayStemsJob, createSeparateJob, createSeparationHandlers, createStemShelf, type StemShelf } from './index.ts'
import { voicesOf } from './voices.ts'

let folder = ''
let database: Database
let audio: AudioStore
let stems: StemShelf
let project: ProjectService
let trackId: TrackId
let takeId: StemSet['takeId']
const events = createEvents((cause) => {
  throw cause
})
const ids = createIdSource(randomBytes, Date.now)
const writers = () => createTrackWriters({ database, audio, events, ids, now: Date.now })
const adopt = async (content: string) => {
  const path = join(folder, 'fresh.wav')
  writeFileSync(path, content)
  return audio.adopt(path)
}
const addSong = async (title: string, content: string) => {
  const { sha256, bytes } = await adopt(content)
  return writers().tracks.create({
    title,
    origin: 'imported',
    engine: 'import',
    engineVersion: '',
    prompt: '',
    licence: '',
    take: {
      kind: 'imported',
      groupId: 'g',
      number: 1,
      audioSha256: sha256,
      audioBytes: bytes,
      sampleRateHz: 44_100,
      channelCount: 2,
      lengthFrames: 441_000,
      firstBarFrame: 0,
      sections: [],
      prompt: '',
      engine: 'import',
      strategy: '',
      reason: '',
    },
  })
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-stems-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  audio = createAudioStore(join(folder, 'audio'), Date.now)
  project = createProjectService({ database, songs: createLibrarySongs(Date.now), events, now: Date.now })
  stems = createStemShelf({ database, audio, project, events, ids, now: Date.now })
  const { track, take } = await addSong('Rain', 'song')
  trackId = track.id
  takeId = take.id
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const publish = async (requestKey = 'key', content = 'drums') =>
  stems.publish({
    trackId,
    takeId,
    method: 'model',
    makerId: 'htdemucs',
    makerName: 'HTDemucs',
    shifts: 0,
    residualDb: -150,
    sharedResidualDb: -42,
    baseGainDb: 0,
    requestKey,
    lengthFrames: 441_000,
    sampleRateHz: 44_100,
    stems: [
      { name: 'Drums', role: 'stem', ...(await adopt(content)) },
      { name: 'All but drums', role: 'rest', ...(await adopt(`${content} not`)) },
    ],
  })
const separator = { id: 'htdemucs', name: 'HTDemucs', task: 'stem-separation', fingerprint: 'f', files: { model: '/x' } } as unknown as InstalledModel
const params = { sampleRateHz: 44_100, segmentFrames: 343_980, fftSize: 4096, stems: ['drums', 'bass', 'other', 'vocals'] }
const handlersWith = (models: readonly InstalledModel[]) => {
  const library = createTrackReader(database.query)
  const shelf = { forTask: () => models, find: (id: string) => models.find((model) => model.id === id), require: () => separator }
  const engineFor = () => ({}) as MusicEngine
  const parts = { inference: { run: () => Promise.reject(new Error('not here')) }, models: shelf, library, audio, stems, events, engineFor }
  const asked: unknown[] = []
  const jobs = {
    async enqueue(_: unknown, payload: unknown, { title }: { title: string }) {
      asked.push({ payload, title })
      return 'job_00000001' as JobId
    },
  }
  return {
    asked,
    handlers: createSeparationHandlers({
      library,
      tracks: writers().tracks,
      models: shelf,
      stems,
      jobs,
      separateJob: createSeparateJob(parts),
      playStemsJob: createPlayStemsJob(parts),
      engineFor,
      events,
    }),
  }
}

test('a set is published once a request, and lies under its song until it is removed; undo brings it back with its mix', async () => {
  const set = await publish()
  expect((await publish()).id).toBe(set.id)
  expect(await stems.listOfTrack(trackId)).toMatchObject([{ residualDb: -150, sharedResidualDb: -42 }])
  await stems.attach(set)
  await stems.attach(set)
  await project.apply(trackId, { type: 'stems.mix', setId: set.id, position: 0, name: 'Drums', change: { isMuted: true } })
  const removed = await project.apply(trackId, { type: 'stems.detach', setId: set.id })
  expect(removed.ok && removed.value.document.stems).toEqual({})
  const back = await project.undo(trackId)
  expect(back.ok && back.value.document.stems).toEqual({ [set.id]: { 0: { gainDb: 0, pan: 0, isMuted: true, isSoloed: false } } })
  expect(back.ok && back.value.history.map(({ label }) => label)).toEqual(['Split into drums, all but drums', 'Mute Drums', 'Remove stems'])
  const plain = await project.apply(trackId, { type: 'stems.mix', setId: set.id, position: 0, name: 'Drums', change: { isMuted: false } })
  expect(plain.ok && plain.value.document.stems).toEqual({ [set.id]: {} })
})

test('stems whose files went missing are made anew under the same name', async () => {
  const set = await publish()
  await audio.remove([set.stems[0]?.audioSha256 ?? ('' as never)])
  expect(stems.isWhole(set)).toBe(false)
  const again = await publish('key', 'drums again')
  expect(again.id).toBe(set.id)
  expect(stems.isWhole(again)).toBe(true)
})

test('emptying the trash takes the stems’ files along, but not one that is a song of its own', async () => {
  const set = await publish()
  await stems.attach(set)
  const { handlers } = handlersWith([])
  const opened = await handlers.openAsSong({ setId: set.id, position: 0 })
  expect(opened.ok).toBe(true)
  const library = libraryHandlers({ database, audio, events, ids, now: Date.now })
  await library.trash({ trackIds: [trackId] })
  await library.restore({ trackIds: [trackId] })
  expect((await stems.listOfTrack(trackId)).map(({ id }) => id)).toEqual([set.id])
  await library.trash({ trackIds: [trackId] })
  await library.emptyTrash({})
  expect(await stems.listOfTrack(trackId)).toEqual([])
  expect(set.stems.map(({ audioSha256 }) => audio.has(audioSha256))).toEqual([true, false])
  expect((await database.query.selectFrom('tracks').select('title').execute()).map(({ title }) => title)).toEqual(['Rain (drums)'])
})

test('deleting for good asks that the set is removed first, and frees its files', async () => {
  const set = await publish()
  await stems.attach(set)
  const { handlers } = handlersWith([])
  expect(await handlers.discard({ setId: set.id })).toMatchObject({ ok: false, error: { code: 'separation.in-use' } })
  await project.apply(trackId, { type: 'stems.detach', setId: set.id })
  expect(await handlers.discard({ setId: set.id })).toMatchObject({ ok: true, value: { freedBytes: 'drums'.length + 'drums not'.length } })
  expect(await handlers.discard({ setId: set.id })).toMatchObject({ ok: false, error: { code: 'separation.not-found' } })
  // the history may still name it: that is no damage
  expect((await project.undo(trackId)).ok).toBe(true)
})

test('a request names the take and what was really asked for; what makes no difference is not in it', async () => {
  const { handlers, asked } = handlersWith([{ ...separator, params }])
  await handlers.start({ trackId, method: 'model', only: ['VOCALS'], region: { startFrame: 0, endFrame: 441_000 }, shifts: 0 })
  await handlers.start({ trackId, method: 'model', only: ['drums', 'bass', 'other', 'vocals'], shifts: 0 })
  expect(asked).toEqual([
    { title: 'Split: vocals of Rain', payload: { trackId, takeId, modelId: 'htdemucs', only: ['vocals'], region: undefined, shifts: 0 } },
    { title: 'Split: Rain', payload: { trackId, takeId, modelId: 'htdemucs', only: undefined, region: undefined, shifts: 0 } },
  ])
})

test('a model that does not say what it is, and none at all, are refused in words', async () => {
  const strange = handlersWith([{ ...separator, params: {} }])
  expect(await strange.handlers.start({ trackId, method: 'model', modelId: separator.id, shifts: 0 })).toMatchObject({ error: { code: 'model.damaged' } })
  expect(await handlersWith([]).handlers.start({ trackId, method: 'model', shifts: 0 })).toMatchObject({ error: { code: 'model.not-installed' } })
  const listed = await handlersWith([{ ...separator, params: {} }]).handlers.list({ trackId })
  expect(listed.ok && listed.value.separators).toEqual([])
})

test('voices are what was asked for and the sum of the rest', () => {
  const sources = ['drums', 'bass', 'other', 'vocals']
  expect(voicesOf(sources, undefined).map(({ name }) => name)).toEqual(['Drums', 'Bass', 'Other', 'Vocals'])
  expect(voicesOf(sources, ['vocals'])).toEqual([
    { name: 'Vocals', role: 'stem', sources: [3] },
    { name: 'All but vocals', role: 'rest', sources: [0, 1, 2] },
  ])
  expect(voicesOf(sources, ['drums', 'bass', 'vocals']).at(-1)).toEqual({ name: 'Other', role: 'rest', sources: [2] })
})

test('again: the same wish of the song as it is now, in the place of the older stems, which keep their mix', async () => {
  const set = await publish()
  await stems.attach(set)
  await project.apply(trackId, { type: 'stems.mix', setId: set.id, position: 0, name: 'Drums', change: { isMuted: true } })
  const { handlers, asked } = handlersWith([{ ...separator, params }])
  expect((await handlers.again({ setId: set.id })).ok).toBe(true)
  const payload = { trackId, takeId, modelId: 'htdemucs', only: ['drums'], region: undefined, shifts: 0, follows: set.id }
  expect(asked).toEqual([{ title: 'Split: drums of Rain', payload }])
  const before = await project.open(trackId)
  const { sha256, bytes } = await adopt('other drums')
  const later = await stems.publish({
    ...set,
    requestKey: 'later',
    lengthFrames: 441_000,
    sampleRateHz: 44_100,
    follows: set.id,
    stems: [{ name: 'Drums', role: 'stem', sha256, bytes }],
  })
  expect(later).toMatchObject({ follows: set.id })
  expect(await stems.isAttached(trackId, later.id)).toBe(true)
  expect(await handlers.discard({ setId: later.id })).toMatchObject({ ok: false, error: { code: 'separation.in-use' } })
  const after = await project.open(trackId)
  expect(after.ok && after.value.history).toEqual(before.ok && before.value.history)
  // a model that is gone is said
  expect(await handlersWith([]).handlers.again({ setId: set.id })).toMatchObject({ error: { code: 'model.not-installed' } })
})
