import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Result } from '../../src-shared/kernel/result.ts'
import { createCommentHandlers } from '../comments/index.ts'
import { createHistoryHandlers, createHistoryService } from '../history/index.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createEvents } from '../platform/events.ts'
import { type AudioStore, createAudioStore } from '../platform/files/index.ts'
import { createIdSource } from '../platform/ids.ts'
import { createTrackReader, createTrackWriters, type LibraryHandlers, libraryHandlers } from './index.ts'

let folder = ''
let database: Database
let audio: AudioStore
let library: LibraryHandlers
let past: ReturnType<typeof createHistoryHandlers>
let surroundings: Parameters<typeof libraryHandlers>[0]
let clock = Date.UTC(2026, 0, 1)
const now = () => ++clock

const open = async () => {
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now })
  audio = createAudioStore(join(folder, 'audio'), Date.now)
  const events = createEvents((cause) => {
    throw cause
  })
  surroundings = { database, audio, events, ids: createIdSource(randomBytes, now), now }
  library = libraryHandlers(surroundings)
  past = createHistoryHandlers(database, createHistoryService({ database, events, now, owner: 'me' }))
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-history-'))
  await open()
})
afterEach(async () => {
  await database.close()
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true })
})

const must = async <T>(answer: Promise<Result<T>>): Promise<T> => {
  const result = await answer
  if (!result.ok) throw new Error(`expected success, got ${result.error.code}: ${result.error.message}`)
  return result.value
}
const addTrack = async (title: string): Promise<TrackId> => {
  const path = join(folder, 'fresh.wav')
  writeFileSync(path, title)
  const { sha256, bytes } = await audio.adopt(path)
  const { track } = await createTrackWriters(surroundings).tracks.create({
    title,
    origin: 'imported',
    engine: 'import',
    engineVersion: '1',
    prompt: '',
    licence: 'unknown',
    take: {
      kind: 'imported',
      groupId: 'g',
      number: 1,
      audioSha256: sha256,
      audioBytes: bytes,
      sampleRateHz: 1_000,
      channelCount: 2,
      lengthFrames: 10_000,
      firstBarFrame: 0,
      sections: [],
      prompt: '',
      engine: 'import',
      strategy: 'import',
      reason: '',
    },
  })
  return track.id
}
const look = (trackId: TrackId) => must(library.get({ trackId }))
const lines = async () => (await must(past.list({ scope: 'library', limit: 100 }))).lines
const labels = async () => (await lines()).map(({ label, isUndone }) => (isUndone ? `(${label})` : label))

test('every change of the library is a step in plain words, walked back and forth, also after the library is closed', async () => {
  const [a, b, c] = [await addTrack('Alba'), await addTrack('Brisa'), await addTrack('Calma')]
  await must(library.rate({ trackIds: [a, b, c], rating: 4 }))
  await must(library.rename({ trackId: a, title: 'Aurora' }))
  await must(library.changeTags({ trackIds: [a, b], add: ['calm', 'Piano'], remove: [] }))
  await must(library.setMood({ trackIds: [b], mood: 'tender' }))
  const album = await must(library.createAlbum({ title: 'Suite', trackIds: [a, b] }))
  await must(library.addToAlbum({ albumId: album.id, trackIds: [c] }))
  await must(library.reorderAlbum({ albumId: album.id, trackIds: [c, b, a] }))
  await must(library.deleteAlbum({ albumId: album.id }))
  await must(library.trash({ trackIds: [a, b] }))
  expect(await labels()).toEqual([
    'Move 2 songs to the trash',
    'Delete the album “Suite”',
    'Put the album “Suite” in another order',
    'Add a song to the album “Suite”',
    'Make the album “Suite”',
    'Call “Brisa” tender',
    'Tag “calm”, “Piano” on 2 songs',
    'Rename “Alba” to “Aurora”',
    'Rate 3 songs 4 stars',
  ])
  await database.close()
  await open()
  const first = (await lines()).at(-1)?.place
  if (first?.kind !== 'library') throw new Error('no step')
  await must(past.goTo({ stepId: first.stepId }))
  expect(await look(a)).toMatchObject({ title: 'Alba', rating: 4, tags: [], albumIds: [] })
  expect((await look(a)).trashedAt).toBeUndefined()
  expect(await must(library.listAlbums({}))).toEqual([])
  expect((await must(past.undo({}))).message).toBe('Undone: Rate 3 songs 4 stars.')
  expect((await look(c)).rating).toBe(0)
  const last = (await lines())[0]?.place
  if (last?.kind !== 'library') throw new Error('no step')
  await must(past.goTo({ stepId: last.stepId - 2 }))
  expect(
    (await must(library.list({ text: '', view: 'all', albumId: album.id, sort: 'albumOrder', descending: false, limit: 9 }))).tracks.map(({ id }) => id),
  ).toEqual([c, b, a])
  // a new step: what was undone is forgotten
  await must(library.setDisliked({ trackIds: [c], isDisliked: true }))
  expect((await labels()).slice(0, 2)).toEqual(['Dislike “Calma”', 'Put the album “Suite” in another order'])
  expect((await past.redo({})).ok).toBe(false)
  expect(await database.check()).toEqual([])
})

test('a change that changes nothing leaves no step and keeps what can be redone', async () => {
  const a = await addTrack('Alba')
  await must(library.rate({ trackIds: [a], rating: 3 }))
  await must(past.undo({}))
  expect(await must(library.rate({ trackIds: [a], rating: 0 }))).toEqual({ changed: 0 })
  expect((await must(past.redo({}))).message).toBe('Redone: Rate “Alba” 3 stars.')
})

test('one step is taken back although others came later; songs that are gone are told', async () => {
  const [a, b] = [await addTrack('Alba'), await addTrack('Brisa')]
  const { stepId = 0 } = await must(library.trash({ trackIds: [a, b] }))
  await must(library.rate({ trackIds: [b], rating: 2 }))
  await must(library.emptyTrash({ trackIds: [a] }))
  const back = await must(past.takeBack({ stepId }))
  expect(back).toMatchObject({ missing: 1, message: 'Taken back: Move 2 songs to the trash. One thing it touched is gone for good and stays away.' })
  expect(await look(b)).toMatchObject({ rating: 2 })
  expect((await look(b)).trashedAt).toBeUndefined()
  expect((await labels())[0]).toBe('Take back: Move 2 songs to the trash')
})

test('tags are renamed, merged and deleted on every song at once', async () => {
  const [a, b] = [await addTrack('Alba'), await addTrack('Brisa')]
  await must(library.changeTags({ trackIds: [a, b], add: ['lofi', 'night'], remove: [] }))
  await must(library.changeTags({ trackIds: [a], add: ['Lo-Fi'], remove: [] }))
  await must(library.renameTag({ from: 'lofi', to: 'Lo-Fi' }))
  expect([(await look(a)).tags, (await look(b)).tags]).toEqual([
    ['Lo-Fi', 'night'],
    ['Lo-Fi', 'night'],
  ])
  expect(await must(library.listTags({ text: 'lo', limit: 5 }))).toEqual([{ name: 'Lo-Fi', count: 2 }])
  await must(library.deleteTag({ name: 'LO-FI' }))
  expect((await look(b)).tags).toEqual(['night'])
  await must(past.undo({}))
  expect((await look(b)).tags).toEqual(['Lo-Fi', 'night'])
})

test('comments are found by the search of the library, are steps, and go with their song', async () => {
  const [a, b] = [await addTrack('Alba'), await addTrack('Brisa')]
  const comments = createCommentHandlers({
    ...surroundings,
    songs: createTrackReader(database.query),
    regenerate: async () => ({ ok: false, error: { code: 'region.empty', message: 'No engine here.' } }),
  })
  const { comment } = await must(comments.add({ trackId: a, startSeconds: 7, body: 'the snare is too harsh' }))
  const found = async (text: string) => {
    const page = await must(library.list({ text, view: 'all', sort: 'createdAt', descending: true, limit: 9 }))
    return [page.total, ...page.tracks.map(({ title }) => title)]
  }
  expect(await found('snar hars')).toEqual([1, 'Alba'])
  expect(await found('bris')).toEqual([1, 'Brisa'])
  // also where words have no spaces between them
  await must(comments.add({ trackId: b, startSeconds: 1, body: 'ここはもっと静かに' }))
  expect(await found('静か')).toEqual([1, 'Brisa'])
  await must(past.undo({}))
  expect(await found('静か')).toEqual([0])
  await must(comments.resolve({ commentId: comment.id, isResolved: true }))
  await must(comments.remove({ commentId: comment.id }))
  expect(await found('snare')).toEqual([0])
  await must(past.undo({}))
  expect(await must(comments.list({ trackId: a }))).toMatchObject([{ body: 'the snare is too harsh', resolvedAt: expect.any(Number) }])
  expect((await labels())[1]).toBe('Resolve the comment at 0:07')
  expect(await comments.add({ trackId: b, startSeconds: 99, body: 'x' })).toMatchObject({ ok: false, error: { code: 'comment.outside-song' } })
  expect(await comments.makeTask({ commentId: comment.id, takes: 2 })).toMatchObject({
    ok: false,
    error: { code: 'comment.not-queued', message: 'No engine here.' },
  })
  await must(library.trash({ trackIds: [a] }))
  await must(library.emptyTrash({}))
  await must(past.undo({}))
  expect((await must(past.undo({}))).missing).toBe(1)
  expect(await must(comments.list({ trackId: a }))).toEqual([])
  expect(await database.check()).toEqual([])
})

test('what another actor did says so and can be asked for alone', async () => {
  const a = await addTrack('Alba')
  await must(libraryHandlers({ ...surroundings, actor: 'agent' }).rename({ trackId: a, title: 'Ave' }))
  await must(library.rate({ trackIds: [a], rating: 1 }))
  const { lines: agents } = await must(past.list({ scope: 'all', actor: 'agent', limit: 10 }))
  expect(agents.map(({ label, actor }) => [label, actor])).toEqual([['Rename “Alba” to “Ave”', 'agent']])
  const { lines: ofSong } = await must(past.list({ scope: 'song', trackId: a, limit: 10 }))
  expect(ofSong).toHaveLength(2)
})
