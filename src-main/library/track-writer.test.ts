import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sha256, TrackId } from '../../src-shared/kernel/ids.ts'
import type { Score } from '../../src-shared/score/score.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createEvents } from '../platform/events.ts'
import { type AudioStore, createAudioStore } from '../platform/files/index.ts'
import { createIdSource } from '../platform/ids.ts'
import { createTrackReader, createTrackWriters, type NewTake, type NewTrack, setCurrentTake } from './index.ts'

let folder = ''
let database: Database
let audio: AudioStore
let changed: TrackId[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-library-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  audio = createAudioStore(join(folder, 'audio'), Date.now)
  changed = []
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const writers = () => {
  const events = createEvents((cause) => {
    throw cause
  })
  events.on('library.changed', ({ trackIds }) => changed.push(...trackIds))
  return createTrackWriters({ database, audio, events, ids: createIdSource(randomBytes, Date.now), now: Date.now })
}
const adopt = async (content: string) => {
  const path = join(folder, 'fresh.wav')
  writeFileSync(path, content)
  return audio.adopt(path)
}
const score: Score = {
  version: 1,
  style: 'lofi',
  key: { tonic: 'F#', mode: 'minor' },
  timeSignature: { beats: 4, unit: 4 },
  tempoMap: [{ atTicks: 0, tempoBpm: 82 }],
  barCount: 1,
  sections: [{ label: 'A', role: 'intro', startBar: 0, barCount: 1, energy: 0.5 }],
  chords: [],
  parts: [],
  ending: 'ring',
  master: { saturation: 0, tapeWow: 0, busCompression: 0, brightnessDb: 0 },
}
const newTake = async (content: string, overrides: Partial<NewTake> = {}): Promise<NewTake> => {
  const { sha256, bytes } = await adopt(content)
  return {
    kind: 'original',
    groupId: 'g',
    number: 1,
    audioSha256: sha256,
    audioBytes: bytes,
    sampleRateHz: 44_100,
    channelCount: 2,
    lengthFrames: 441_000,
    tempoMap: score.tempoMap,
    timeSignature: score.timeSignature,
    firstBarFrame: 0,
    sections: score.sections,
    prompt: 'rain',
    seed: 7,
    engine: 'score',
    strategy: 'compose',
    reason: 'asked for',
    loudness: { integratedLufs: -14, truePeakDbtp: -1 },
    score,
    ...overrides,
  }
}
const newTrack = (take: NewTake, overrides: Partial<NewTrack> = {}): NewTrack => ({
  title: 'Rainy\nnight "🌧" ../x',
  origin: 'generated',
  engine: 'score',
  engineVersion: '1',
  prompt: 'rain',
  seed: 7,
  style: 'lofi',
  key: score.key,
  licence: 'yours',
  take,
  ...overrides,
})

test('takes of the same bars get numbers of their own, whatever click they came from', async () => {
  const { track, take } = await writers().tracks.create(newTrack(await newTake('one')))
  const bars = { kind: 'regenerate', parentTakeId: take.id, region: { startFrame: 0, endFrame: 88_200 } } as const
  const add = async (content: string, groupId: string, number: number) =>
    (await writers().takes.add(track.id, await newTake(content, { ...bars, groupId, number, score: undefined }))).number
  const elsewhere = await newTake('far', { ...bars, region: { startFrame: 300_000, endFrame: 441_000 }, score: undefined })
  expect([await add('b', 'first', 2), await add('a', 'first', 1), await add('c', 'second', 1), await add('d', 'second', 2)]).toEqual([2, 1, 3, 4])
  expect((await writers().takes.add(track.id, elsewhere)).number).toBe(1)
})

test('a song is written whole: track, take, project, score, file', async () => {
  const { track, take } = await writers().tracks.create(newTrack(await newTake('one')))
  const reader = createTrackReader(database.query)
  expect(track).toMatchObject({ title: 'Rainy night "🌧" ../x', seconds: 10, tempoBpm: 82, key: score.key, currentTakeId: take.id, isFavourite: false })
  expect(await reader.find(track.id)).toEqual(track)
  expect(await reader.listTakes(track.id)).toEqual([take])
  expect(take.scoreSha256 && (await reader.findScore(take.scoreSha256))).toEqual(score)
  expect(await reader.findAudioFile(track.audioSha256)).toMatchObject({ bytes: 3, length_frames: 441_000 })
  expect(await reader.findDetail(track.id)).toMatchObject({ takeCount: 1, albumIds: [] })
  const project = await database.query.selectFrom('projects').selectAll().executeTakeFirstOrThrow()
  expect(JSON.parse(project.document_json)).toEqual({
    schemaVersion: 1,
    trackId: track.id,
    currentTakeId: take.id,
    regions: {},
    markers: {},
    discardedTakeIds: {},
    stems: {},
    takeNotes: {},
    preferences: {},
  })
  expect(changed).toEqual([track.id])
  expect(await database.check()).toEqual([])
})

test('nothing is written when anything fails', async () => {
  const { tracks } = writers()
  const take = await newTake('one')
  const failing = tracks.create(newTrack(take), async () => {
    throw new Error('late trouble')
  })
  await expect(failing).rejects.toThrow('late trouble')
  for (const table of ['tracks', 'takes', 'projects', 'scores', 'audio_files'] as const)
    expect(await database.query.selectFrom(table).selectAll().execute()).toEqual([])
  expect(changed).toEqual([])
  const absent = { ...take, audioSha256: '0'.repeat(64) as Sha256 }
  await expect(tracks.create(newTrack(absent))).rejects.toMatchObject({ failure: { code: 'audio.missing' } })
})

test('publishing twice under one key makes one song and one take', async () => {
  const { tracks, takes } = writers()
  const first = await tracks.create(newTrack(await newTake('one', { publishKey: 'job_00000001' })))
  const again = await tracks.create(newTrack(await newTake('one', { publishKey: 'job_00000001' })))
  expect(again).toEqual(first)
  const take = await newTake('two', { kind: 'regenerate', parentTakeId: first.take.id, publishKey: 'job_00000002' })
  const added = await takes.add(first.track.id, take)
  expect(await takes.add(first.track.id, take)).toEqual(added)
  const reader = createTrackReader(database.query)
  expect(await reader.listTakes(first.track.id)).toHaveLength(2)
  expect(await reader.findPublished('job_00000002')).toEqual(added)
})

test('the current take carries the song’s columns with it, inside the caller’s transaction', async () => {
  const { tracks, takes } = writers()
  const { track } = await tracks.create(newTrack(await newTake('one')))
  const longer = await takes.add(track.id, await newTake('two', { lengthFrames: 882_000, tempoMap: [{ atTicks: 0, tempoBpm: 100 }], loudness: undefined }))
  await database.transaction((tx) => setCurrentTake(tx, track.id, longer.id, track.updatedAt + 5))
  const after = await createTrackReader(database.query).find(track.id)
  expect(after).toMatchObject({
    currentTakeId: longer.id,
    audioSha256: longer.audioSha256,
    seconds: 20,
    tempoBpm: 100,
    key: score.key,
    updatedAt: track.updatedAt + 5,
  })
  expect(after?.loudness).toBeUndefined()
  const other = await tracks.create(newTrack(await newTake('three')))
  await expect(database.transaction((tx) => setCurrentTake(tx, track.id, other.take.id, 1))).rejects.toMatchObject({ failure: { code: 'take.not-found' } })
  await expect(takes.add('trk_00000000' as TrackId, await newTake('four'))).rejects.toMatchObject({ failure: { code: 'track.not-found' } })
})

test('a take whose facts are unreadable says so and spares the list', async () => {
  const { tracks } = writers()
  const { track } = await tracks.create(newTrack(await newTake('one')))
  await database.query.updateTable('takes').set({ facts_json: '{"sections": 7}' }).execute()
  await database.query.updateTable('tracks').set({ key_json: '{"tonic":"H"}' }).execute()
  const reader = createTrackReader(database.query)
  await expect(reader.listTakes(track.id)).rejects.toMatchObject({ failure: { code: 'library.damaged-entry' } })
  expect((await reader.find(track.id))?.key).toBeUndefined()
})
