import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AlbumId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { Result } from '../../src-shared/kernel/result.ts'
import { type Track, TrackDetail, TrackQuery, TrackSort } from '../../src-shared/library/contract.ts'
import { TrackFilters } from '../../src-shared/library/track-filters.ts'
import { type Database, KEEP_UNKNOWN_AUDIO, openDatabase } from '../platform/database/index.ts'
import { createEvents } from '../platform/events.ts'
import { type AudioStore, createAudioStore } from '../platform/files/index.ts'
import { createIdSource } from '../platform/ids.ts'
import { watchBlocks } from '../platform/threads/blocks-for-tests.ts'
import { createLibraryUpkeep, createTrackWriters, type LibraryHandlers, libraryHandlers, type NewTrack } from './index.ts'
import { pageQuery } from './track-listing.ts'
import { emptyTrash } from './trash.ts'

let folder = ''
let database: Database
let audio: AudioStore
let handlers: LibraryHandlers
let clock = 0
let changed: TrackId[][]
let surroundings: Parameters<typeof libraryHandlers>[0]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-library-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  clock = Date.UTC(2026, 0, 1)
  const now = () => ++clock
  audio = createAudioStore(join(folder, 'audio'), Date.now)
  const events = createEvents((cause) => {
    throw cause
  })
  changed = []
  events.on('library.changed', ({ trackIds }) => changed.push(trackIds))
  surroundings = { database, audio, events, ids: createIdSource(randomBytes, now), now }
  handlers = libraryHandlers(surroundings)
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const must = async <T>(answer: Promise<Result<T>>): Promise<T> => {
  const result = await answer
  if (!result.ok) throw new Error(`expected success, got ${result.error.code}`)
  return result.value
}
const addTrack = async (title: string, overrides: Partial<NewTrack> & { tempoBpm?: number; seconds?: number; content?: string } = {}): Promise<Track> => {
  const { tempoBpm, seconds = 10, content = title, ...rest } = overrides
  const path = join(folder, 'fresh.wav')
  writeFileSync(path, content)
  const { sha256, bytes } = await audio.adopt(path)
  const { track } = await createTrackWriters(surroundings).tracks.create({
    title,
    origin: 'imported',
    engine: 'import',
    engineVersion: '1',
    prompt: '',
    licence: 'unknown',
    ...rest,
    take: {
      kind: 'imported',
      groupId: 'g',
      number: 1,
      audioSha256: sha256,
      audioBytes: bytes,
      sampleRateHz: 1_000,
      channelCount: 2,
      lengthFrames: seconds * 1_000,
      ...(tempoBpm !== undefined && { tempoMap: [{ atTicks: 0, tempoBpm }] }),
      firstBarFrame: 0,
      sections: [],
      prompt: '',
      engine: 'import',
      strategy: 'import',
      reason: '',
    },
  })
  return track
}
const list = (query: Partial<TrackQuery> = {}) => must(handlers.list(TrackQuery.parse(query)))
const titles = async (query: Partial<TrackQuery> = {}) => (await list(query)).tracks.map(({ title }) => title)

test('every order is complete and free of doubles over all pages, whichever way', async () => {
  const songs = [
    ['Élan', 90, 30],
    ['alpha', undefined, 30],
    ['Zebra', 120, 5],
    ['beta', 90, 60],
    ['Beta', undefined, 61],
    ['ångström', 90, 2],
    ['same', 100, 30],
    ['same', 100, 30],
  ] as const
  for (const [title, tempoBpm, seconds] of songs)
    await addTrack(title, { seconds, ...(tempoBpm !== undefined && { tempoBpm }), style: title.length > 4 ? 'lofi' : undefined })
  for (const sort of ['createdAt', 'title', 'seconds', 'tempoBpm', 'style', 'updatedAt'] as const)
    for (const descending of [true, false]) {
      const whole = await list({ sort, descending })
      const paged: Track[] = []
      let cursor: string | undefined
      do {
        const page = await list({ sort, descending, limit: 3, cursor })
        expect(page.total).toBe(songs.length)
        paged.push(...page.tracks)
        cursor = page.nextCursor
      } while (cursor)
      expect(paged).toEqual(whole.tracks)
      expect(new Set(paged.map(({ id }) => id)).size).toBe(songs.length)
    }
  expect(await titles({ sort: 'title', descending: false })).toEqual(['alpha', 'ångström', 'beta', 'Beta', 'Élan', 'same', 'same', 'Zebra'])
  expect((await titles({ sort: 'tempoBpm', descending: true }))[0]).toBe('Zebra')
  expect((await titles({ sort: 'seconds', descending: false })).slice(0, 2)).toEqual(['ångström', 'Zebra'])
})

test('a page is found by its index, not by sorting the library', async () => {
  for (let i = 0; i < 20; i++) await addTrack(`song ${i}`, { content: 'same bytes', tempoBpm: 60 + i, style: 'lofi' })
  const sqlite = new Sqlite(database.path, { readonly: true })
  for (const sort of TrackSort.options)
    for (const descending of [true, false]) {
      const { nextCursor: cursor } = await list({ sort, descending, limit: 5 })
      const { sql, parameters } = pageQuery(database.query, TrackQuery.parse({ sort, descending, cursor })).compile()
      const plan = (sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[]).map(({ detail }) => detail).join('; ')
      expect(plan).toMatch(/^SEARCH tracks USING INDEX tracks_by_\w+ \(/)
      expect(plan).not.toContain('TEMP B-TREE')
      // the few disliked songs off their own small index, whatever other indexes there are
      expect(plan).toContain('INDEX tracks_disliked')
    }
  sqlite.close()
})

test('search finds beginnings of words in any order, in every field, and takes nothing as an operator', async () => {
  await addTrack('Rainy night', { prompt: 'piano in the rain, 82 bpm' })
  await addTrack('Morning "coffee"', { artist: 'Björk Guðmundsdóttir', sourceName: 'take_05-final.wav' })
  await addTrack('雨の夜', { prompt: '静かなピアノ' })
  await addTrack('100% party_time 🎉', { style: 'house' })
  expect(await titles({ text: 'nigh rai' })).toEqual(['Rainy night'])
  expect(await titles({ text: 'PIANO 82' })).toEqual(['Rainy night'])
  expect(await titles({ text: 'bjork' })).toEqual(['Morning "coffee"'])
  expect(await titles({ text: 'take_05-final' })).toEqual(['Morning "coffee"'])
  expect(await titles({ text: '"coffee"' })).toEqual(['Morning "coffee"'])
  expect(await titles({ text: '夜' })).toEqual(['雨の夜'])
  expect(await titles({ text: 'ピアノ' })).toEqual(['雨の夜'])
  expect(await titles({ text: '🎉' })).toEqual(['100% party_time 🎉'])
  expect(await titles({ text: '%' })).toEqual(['100% party_time 🎉'])
  expect(await titles({ text: 'house' })).toEqual(['100% party_time 🎉'])
  for (const hostile of [
    'AND',
    'OR NOT',
    'title:',
    '"',
    '""" *',
    'a*b^c',
    '(',
    "'; DROP TABLE tracks; --",
    'NEAR(a b)',

    '-',
    '\\',
    '{title} : x',
    'x'.repeat(500),
  ])
    expect((await list({ text: hostile })).total).toBeLessThan(4)
  for (const nothing of ['   ', '\0']) expect((await list({ text: nothing })).total).toBe(4)
})

test('a word that is in most songs lists and counts the same as a rare one', async () => {
  await addTrack('original')
  const sqlite = new Sqlite(database.path)
  const columns = (sqlite.pragma('table_info(tracks)') as { name: string }[]).map(({ name }) => name).filter((name) => name !== 'row')
  const values = columns.map((name) => ({ id: "'trk_' || (10000000 + n)", title: 'name', title_key: 'name', created_at: `${clock} + n` })[name] ?? name)
  sqlite.exec(`
    WITH RECURSIVE copies (n, name) AS (SELECT 0, 'common even 0' UNION ALL SELECT n + 1, 'common ' || iif(n % 2, 'even ', 'odd ') || (n + 1) FROM copies WHERE n < 519)
    INSERT INTO tracks (${columns.join(', ')}) SELECT ${values.join(', ')} FROM copies, tracks`)
  sqlite.close()
  const { tracks } = await list({ text: 'common', limit: 500 })
  await must(handlers.trash({ trackIds: tracks.slice(0, 10).map(({ id }) => id) }))
  expect(await list({ text: 'common', limit: 2 })).toMatchObject({ total: 510, tracks: [{ title: 'common odd 509' }, { title: 'common even 508' }] })
  expect(await list({ text: 'common even', limit: 1 })).toMatchObject({ total: 255, tracks: [{ title: 'common even 508' }] })
  expect((await list({ text: 'common', view: 'trash' })).total).toBe(10)
  expect((await list({ text: 'common 🎹' })).total).toBe(0)
  const { nextCursor } = await list({ text: 'common', limit: 500, sort: 'title' })
  expect((await list({ text: 'common', limit: 500, sort: 'title', cursor: nextCursor })).tracks).toHaveLength(10)
})

test('the index follows a new name and forgets the old one', async () => {
  const track = await addTrack('First name')
  await must(handlers.rename({ trackId: track.id, title: 'Second name' }))
  expect(await titles({ text: 'first' })).toEqual([])
  expect(await titles({ text: 'second' })).toEqual(['Second name'])
  expect(await handlers.rename({ trackId: 'trk_00000000' as TrackId, title: 'x' })).toMatchObject({ ok: false, error: { code: 'track.not-found' } })
  await database.query.executeQuery({
    sql: "INSERT INTO track_search (track_search) VALUES ('integrity-check')",
    parameters: [],
    query: { kind: 'RawNode', sqlFragments: [], parameters: [] },
    queryId: { queryId: 'fts' },
  })
})

test('favourites and trash are shelves; only what differs counts as changed', async () => {
  const [a, b] = [await addTrack('a'), await addTrack('b')]
  changed = []
  expect(await must(handlers.setFavourite({ trackIds: [a.id, b.id], isFavourite: true }))).toMatchObject({ changed: 2 })
  expect(await must(handlers.setFavourite({ trackIds: [a.id], isFavourite: true }))).toEqual({ changed: 0 })
  expect(changed.map((ids) => [...ids].sort())).toEqual([[a.id, b.id].sort()])
  expect(await must(handlers.trash({ trackIds: [a.id] }))).toMatchObject({ changed: 1 })
  expect(await titles({ view: 'favourites' })).toEqual(['b'])
  expect(await titles({ view: 'trash' })).toEqual(['a'])
  expect(await titles()).toEqual(['b'])
  expect(await must(handlers.stats({}))).toMatchObject({ tracks: 1, favourites: 1, trashed: 1, albums: 0, seconds: 10, audioBytes: 2 })
  expect(await must(handlers.restore({ trackIds: [a.id, b.id] }))).toMatchObject({ changed: 1 })
  expect((await list()).tracks[0]?.trashedAt).toBeUndefined()
})

test('emptying the trash deletes songs and files, but no file that another song uses', async () => {
  const shared = [await addTrack('one', { content: 'same bytes' }), await addTrack('two', { content: 'same bytes' })]
  const alone = await addTrack('three')
  const [one, two] = shared
  if (!one || !two) throw new Error('no songs')
  await must(handlers.trash({ trackIds: [one.id, alone.id] }))
  expect(await must(handlers.emptyTrash({}))).toEqual({ removed: 2, freedBytes: 5 })
  expect(audio.has(two.audioSha256)).toBe(true)
  expect(existsSync(audio.pathOf(alone.audioSha256))).toBe(false)
  expect(await titles()).toEqual(['two'])
  expect(await titles({ view: 'trash' })).toEqual([])
  expect(await handlers.get({ trackId: one.id })).toMatchObject({ ok: false, error: { code: 'track.not-found' } })
  expect(await database.check()).toEqual([])
})

test('some songs of the trash are deleted for good; the others, and songs outside it, stay', async () => {
  const [gone, kept, outside] = [await addTrack('gone'), await addTrack('kept'), await addTrack('outside')]
  await must(handlers.trash({ trackIds: [gone.id, kept.id] }))
  expect(await must(handlers.emptyTrash({ trackIds: [gone.id, outside.id] }))).toMatchObject({ removed: 1 })
  expect(await titles({ view: 'trash' })).toEqual(['kept'])
  expect(await titles()).toEqual(['outside'])
})

test('songs leave the trash when their days are over, and lost files are swept', async () => {
  const [old, fresh] = [await addTrack('old'), await addTrack('fresh')]
  await must(handlers.trash({ trackIds: [old.id] }))
  clock += 29 * 86_400_000
  await must(handlers.trash({ trackIds: [fresh.id] }))
  clock += 2 * 86_400_000
  const path = join(folder, 'lost.wav')
  writeFileSync(path, 'a file that a crash left')
  const lost = await audio.adopt(path)
  const later = createAudioStore(join(folder, 'audio'), () => Date.now() + 2 * 3_600_000)
  const upkeep = createLibraryUpkeep({ ...surroundings, audio: later })
  await database.query.insertInto('settings').values({ name: KEEP_UNKNOWN_AUDIO, value_json: 'true', updated_at: 0 }).execute()
  await upkeep.tidy(30)
  expect(audio.has(lost.sha256), 'after a salvage nothing unknown is deleted').toBe(true)
  await database.query.deleteFrom('settings').execute()
  await upkeep.tidy(30)
  expect(await titles({ view: 'trash' })).toEqual(['fresh'])
  expect(audio.has(lost.sha256)).toBe(false)
  expect(audio.has(fresh.audioSha256)).toBe(true)
})

test('a process that dies while songs are deleted for good leaves files, which the next one removes, a command too', async () => {
  const song = await addTrack('gone')
  await must(handlers.trash({ trackIds: [song.id] }))
  const dies = { ...audio, remove: () => Promise.reject(new Error('killed')) }
  await expect(emptyTrash(database, dies)).rejects.toThrow('killed')
  expect([await titles({ view: 'trash' }), audio.has(song.audioSha256)]).toEqual([[], true])
  const later = createAudioStore(join(folder, 'audio'), () => Date.now() + 2 * 3_600_000)
  const upkeep = createLibraryUpkeep({ ...surroundings, audio: later })
  await upkeep.recover()
  expect(audio.has(song.audioSha256)).toBe(false)
  // nothing is looked for where nothing was left
  const lost = join(folder, 'lost.wav')
  writeFileSync(lost, 'from elsewhere')
  const { sha256 } = await audio.adopt(lost)
  await upkeep.recover()
  expect(audio.has(sha256)).toBe(true)
})

test('a sweep of very many files asks for some hundred at a time', async () => {
  const rows = Array.from({ length: 30_000 }, (_, i) => i.toString(16).padStart(4, '0').padEnd(64, '0'))
  await sql`
    INSERT INTO audio_files (sha256, bytes, length_frames, sample_rate_hz, channel_count, created_at)
    SELECT value, 1, 1, 1, 1, 1 FROM json_each(${JSON.stringify(rows)})`.execute(database.query)
  const asked: number[] = []
  const shelves = {
    ...audio,
    async sweep(referenced: Parameters<typeof audio.sweep>[0]) {
      for (let at = 0; at < rows.length; at += 500) {
        const kept = await referenced(rows.slice(at, at + 500) as never)
        asked.push(kept.size)
        await new Promise((resolve) => setImmediate(resolve))
      }
      return { removed: 0, freedBytes: 0 }
    },
  }
  const blocks = watchBlocks()
  await createLibraryUpkeep({ ...surroundings, audio: shelves }).tidy(30)
  expect(blocks.stop().processor).toBeLessThan(20)
  expect(asked).toEqual(Array.from({ length: 60 }, () => 500))
})

test('albums keep the order they are given', async () => {
  const [a, b, c] = [await addTrack('a'), await addTrack('b'), await addTrack('c')]
  const album = await must(handlers.createAlbum({ title: 'Night\nsongs', trackIds: [c.id, a.id] }))
  expect(album).toMatchObject({ title: 'Night songs', trackCount: 2, seconds: 20 })
  const inOrder = () => titles({ albumId: album.id, sort: 'albumOrder', descending: false })
  await must(handlers.addToAlbum({ albumId: album.id, trackIds: [b.id, a.id] }))
  expect(await inOrder()).toEqual(['c', 'a', 'b'])
  await must(handlers.reorderAlbum({ albumId: album.id, trackIds: [b.id, c.id] }))
  expect(await inOrder()).toEqual(['b', 'c', 'a'])
  await must(handlers.removeFromAlbum({ albumId: album.id, trackIds: [c.id] }))
  await must(handlers.trash({ trackIds: [a.id] }))
  expect(await inOrder()).toEqual(['b'])
  expect(await must(handlers.listAlbums({}))).toMatchObject([{ id: album.id, trackCount: 1, seconds: 10 }])
  const detail = await must(handlers.get({ trackId: b.id }))
  expect(TrackDetail.parse(detail)).toMatchObject({ takeCount: 1, albumIds: [album.id] })
  expect(await must(handlers.renameAlbum({ albumId: album.id, title: 'Morning' }))).toMatchObject({ title: 'Morning' })
  await must(handlers.deleteAlbum({ albumId: album.id }))
  expect(await handlers.addToAlbum({ albumId: album.id, trackIds: [] })).toMatchObject({ ok: false, error: { code: 'album.not-found' } })
  expect(await handlers.deleteAlbum({ albumId: 'alb_00000000' as AlbumId })).toMatchObject({ ok: false })
  expect(await titles()).toEqual(['c', 'b'])
})

test('a cursor that is not one is refused', async () => {
  await expect(handlers.list(TrackQuery.parse({ cursor: 'nonsense' }))).rejects.toMatchObject({ failure: { code: 'library.invalid-cursor' } })
})

test('songs that another process adds, changes or removes are told of', async () => {
  const mine = await addTrack('mine')
  const stop = createLibraryUpkeep(surroundings).watch()
  const other = await openDatabase({ path: database.path, backupsFolder: join(folder, 'backups'), now: Date.now })
  const theirs = createTrackWriters({ ...surroundings, database: other, events: createEvents(() => {}) })
  changed = []
  await other.query.deleteFrom('tracks').where('id', '=', mine.id).execute()
  await vi.waitFor(() => expect(changed).toContainEqual([]), { timeout: 10_000 })
  const path = join(folder, 'theirs.wav')
  writeFileSync(path, 'theirs')
  const { sha256, bytes } = await audio.adopt(path)
  const { track } = await theirs.tracks.create({
    title: 'theirs',
    origin: 'imported',
    engine: 'import',
    engineVersion: '1',
    prompt: '',
    licence: '',
    take: {
      kind: 'imported',
      groupId: 'g',
      number: 1,
      audioSha256: sha256,
      audioBytes: bytes,
      sampleRateHz: 1_000,
      channelCount: 1,
      lengthFrames: 1_000,
      firstBarFrame: 0,
      sections: [],
      prompt: '',
      engine: 'import',
      strategy: 'import',
      reason: '',
    },
  })
  await vi.waitFor(() => expect(changed.flat()).toContain(track.id), { timeout: 10_000 })
  // a write that concerns no song is no reason to read lists again
  changed = []
  await other.query.insertInto('settings').values({ name: 'x', value_json: '1', updated_at: 0 }).execute()
  await new Promise((resolve) => setTimeout(resolve, 700))
  await other.query.updateTable('settings').set({ value_json: '2' }).execute()
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(changed).toEqual([])
  await other.query.deleteFrom('tracks').where('id', '=', track.id).execute()
  await vi.waitFor(() => expect(changed).toEqual([[]]), { timeout: 10_000 })
  stop()
  await other.close()
})

test('a saved search counts what fits now, is changed and removed, and becomes an album', async () => {
  for (const title of ['calm one', 'calm two', 'loud']) await addTrack(title, { tempoBpm: title === 'loud' ? 150 : 80 })
  const query = {
    text: 'calm',
    view: 'all' as const,
    filters: TrackFilters.parse({ tempo: [{ from: 70, below: 90 }] }),
    sort: 'title' as const,
    descending: true,
  }
  const saved = await must(handlers.saveSearch({ name: ' Slow\nand calm ', query }))
  expect(saved).toMatchObject({ name: 'Slow and calm', count: 2, query })
  await addTrack('calm three', { tempoBpm: 75 })
  expect(await must(handlers.listSearches({}))).toMatchObject([{ id: saved.id, count: 3 }])
  const album = await must(handlers.albumOfSearch({ searchId: saved.id }))
  expect(album).toMatchObject({ title: 'Slow and calm', trackCount: 3 })
  expect(await titles({ albumId: album.id, sort: 'albumOrder', descending: false })).toEqual(['calm two', 'calm three', 'calm one'])
  expect(await must(handlers.changeSearch({ searchId: saved.id, name: 'Loud', query: { ...query, text: 'loud', filters: undefined } }))).toMatchObject({
    count: 1,
  })
  await must(handlers.removeSearch({ searchId: saved.id }))
  expect(await must(handlers.listSearches({}))).toEqual([])
  expect(await handlers.changeSearch({ searchId: saved.id })).toMatchObject({ ok: false, error: { code: 'search.not-found' } })
})
