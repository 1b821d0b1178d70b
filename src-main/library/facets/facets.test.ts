import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TrackQuery, TrackSort } from '../../../src-shared/library/contract.ts'
import { ADDED_DAYS, TEMPO_RANGES } from '../../../src-shared/library/facet-counts.ts'
import { NAMED_FACETS, TrackFilters } from '../../../src-shared/library/track-filters.ts'
import { type Database, openDatabase } from '../../platform/database/index.ts'
import { listTrackIds, listTracks, pageQuery } from '../track-listing.ts'
import { createFacetReader } from './facet-reader.ts'

const NOW = Date.UTC(2026, 5, 1)
const DAY = 86_400_000
let folder = ''
let database: Database
let sqlite: Sqlite.Database

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-facets-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  sqlite = new Sqlite(database.path)
  sqlite.pragma('foreign_keys = off')
})
afterEach(async () => {
  sqlite.close()
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

/** a small generator of numbers from 0 to 1, the same for the same seed */
const dice = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 2 ** 32
}
const pick = <T>(random: () => number, values: readonly T[]): T => values[Math.floor(random() * values.length)] as T

const fill = (count: number, random: () => number): void => {
  const insert = sqlite.prepare(
    `INSERT INTO tracks (id, title, title_key, origin, engine, engine_version, prompt, style, studio, artist, licence, is_favourite, is_disliked, rating, mood, tags_json,
       trashed_at, created_at, updated_at, current_take_id, audio_sha256, seconds, sample_rate_hz, channel_count, tempo_bpm, key_json, loudness_json)
     VALUES (@id, @title, @title, @origin, @engine, '1', @prompt, @style, @studio, @artist, @licence, @favourite, @disliked, @rating, @mood, @tags,
       @trashed, @added, @added, 'tak', 'sha', @seconds, 44100, 2, @tempo, @key, @loudness)`,
  )
  for (let n = 0; n < count; n++)
    insert.run({
      id: `trk_${String(n).padStart(8, '0')}`,
      title: pick(random, ['rain', 'night', 'rain night', 'tide']),
      origin: pick(random, ['generated', 'generated', 'imported']),
      engine: pick(random, ['score', 'musicgen', 'import']),
      prompt: 'quiet',
      style: pick(random, ['lofi', 'house', null]),
      studio: pick(random, [null, 'blue-note', 'virtuoso']),
      artist: pick(random, [null, 'Ada', 'bob', 'Bob']),
      licence: pick(random, ['MIT', 'CC-BY-NC 4.0']),
      favourite: Number(random() < 0.3),
      disliked: Number(random() < 0.2),
      rating: Math.floor(random() * 6),
      mood: pick(random, [null, 'calm', 'dark']),
      tags: pick(random, ['[]', '["Demo"]', '["demo","live"]', '["live"]']),
      trashed: random() < 0.15 ? NOW : null,
      added: NOW - Math.floor(random() * 500) * DAY - 1,
      seconds: 10 + Math.floor(random() * 5),
      tempo: pick(random, [null, 60, 90, 110, 129.9, 174]),
      key: pick(random, [null, '{"tonic":"C#","mode":"minor"}', '{"tonic":"A","mode":"major"}', 'no json']),
      loudness: pick(random, [null, '{"integratedLufs":-14}', '{"integratedLufs":-9.5}', '{}']),
    })
}

const someFilters = (random: () => number): TrackFilters =>
  TrackFilters.parse({
    ...(random() < 0.3 && { studio: pick(random, [['open'], ['blue-note', ''], ['nowhere']]) }),
    ...(random() < 0.3 && { engine: ['score', 'import'] }),
    ...(random() < 0.2 && { origin: ['generated'] }),
    ...(random() < 0.3 && { key: pick(random, [['C# minor'], ['A major', '']]) }),
    ...(random() < 0.3 && { mood: pick(random, [['calm'], ['', 'dark']]) }),
    ...(random() < 0.2 && { licence: ['MIT'] }),
    ...(random() < 0.4 && { tag: pick(random, [['DEMO'], ['live', ''], ['']]) }),
    ...(random() < 0.3 && { tempo: pick(random, [[{ from: 90, below: 130 }], [TEMPO_RANGES[0], TEMPO_RANGES[5]]]) }),
    ...(random() < 0.3 && { ratingAtLeast: 3 }),
    ...(random() < 0.2 && { addedWithinDays: 100 }),
    ...(random() < 0.2 && { addedBefore: NOW - 50 * DAY }),
    disliked: pick(random, ['hide', 'hide', 'show', 'only']),
  })

test('whatever is asked, in every order: pages cover each song once, from any place, and the counts are those of the lists', async () => {
  const random = dice(7)
  fill(300, random)
  const facets = createFacetReader(database.query, () => NOW)
  await facets.count({ text: '', view: 'all' })
  for (let round = 0; round < 90; round++) {
    const selection = {
      text: pick(random, ['', '', 'rain', 'ni ra']),
      view: pick(random, ['all', 'all', 'favourites', 'trash'] as const),
      filters: someFilters(random),
    }
    const sort = TrackSort.options[round % TrackSort.options.length] ?? 'title'
    const descending = random() < 0.5
    // SQLite alone, then rows from memory
    const memory = round % 2 === 0 ? undefined : facets
    const ask = (more: object) => listTracks(database.query, TrackQuery.parse({ ...selection, sort, descending, ...more }), NOW, memory)
    const whole = await ask({ limit: 500 })
    expect(new Set(whole.tracks.map(({ id }) => id)).size).toBe(whole.tracks.length)
    expect(whole.total).toBe(whole.tracks.length)
    const paged: string[] = []
    let cursor: string | undefined
    do {
      const page = await ask({ limit: 17, cursor })
      paged.push(...page.tracks.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    const order = whole.tracks.map(({ id }) => id as string)
    expect(paged).toEqual(order)
    const offset = Math.floor(random() * (whole.total + 2))
    const jump = await ask({ limit: 17, offset })
    expect(jump.tracks.map(({ id }) => id)).toEqual(order.slice(offset, offset + 17))
    if (jump.nextCursor) expect((await ask({ limit: 17, cursor: jump.nextCursor })).tracks.map(({ id }) => id)).toEqual(order.slice(offset + 17, offset + 34))
    expect(await listTrackIds(database.query, TrackQuery.parse({ ...selection, sort, descending, offset, limit: 40 }), NOW)).toEqual(
      order.slice(offset, offset + 40),
    )
    expect((await facets.count(selection)).matched).toBe(whole.total)
  }
})

test('each facet counts what a list would hold if its own filter were another', async () => {
  const random = dice(11)
  fill(200, random)
  const facets = createFacetReader(database.query, () => NOW)
  for (let round = 0; round < 8; round++) {
    const filters = someFilters(random)
    const counts = await facets.count({ text: '', view: 'all', filters })
    const total = async (change: Partial<TrackFilters>) =>
      (await listTracks(database.query, TrackQuery.parse({ filters: { ...filters, ...change }, limit: 1 }), NOW)).total
    for (const facet of NAMED_FACETS)
      for (const { value, count } of counts[facet]) expect([facet, value, await total({ [facet]: [value] })]).toEqual([facet, value, count])
    for (const { count, ...range } of counts.tempo) expect(await total({ tempo: [range] })).toBe(count)
    for (const { stars, count } of counts.ratingAtLeast) expect(await total({ ratingAtLeast: stars })).toBe(count)
    for (const { days, count } of counts.addedWithinDays)
      expect(await total({ addedWithinDays: days, addedFrom: undefined, addedBefore: undefined })).toBe(count)
    expect(await total({ disliked: 'only' })).toBe(counts.disliked)
    expect(counts.addedWithinDays.map(({ days }) => days)).toEqual(ADDED_DAYS)
  }
})

test('counts follow what this process and another one change, add and delete', async () => {
  fill(50, dice(3))
  const facets = createFacetReader(database.query, () => NOW)
  const selection = { text: '', view: 'all' as const, filters: TrackFilters.parse({ disliked: 'show' }) }
  const before = await facets.count(selection)
  sqlite.exec("UPDATE tracks SET mood = 'new', tags_json = '[\"Ähm\"]' WHERE id = 'trk_00000003'; DELETE FROM tracks WHERE id = 'trk_00000004'")
  await database.query.updateTable('tracks').set({ trashed_at: null }).execute()
  const after = await facets.count(selection)
  expect(after.matched).toBe(49)
  expect(before.matched).toBeLessThan(49)
  expect(after.mood).toContainEqual({ value: 'new', count: 1 })
  expect(after.tag).toContainEqual({ value: 'Ähm', count: 1 })
})

test('filters are read off their index, without a look into the songs', () => {
  const filters = TrackFilters.parse({
    studio: ['open'],
    key: ['A major'],
    tempo: [{ from: 90, below: 100 }],
    mood: [''],
    licence: ['MIT'],
    ratingAtLeast: 2,
    addedFrom: 1,
  })
  const { sql, parameters } = pageQuery(database.query, TrackQuery.parse({ filters })).compile()
  const plan = (sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[]).map(({ detail }) => detail).join('; ')
  expect(plan).toContain('SCAN tracks USING COVERING INDEX tracks_facets')
})
