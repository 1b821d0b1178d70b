import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillLibrary } from '../../bench/library/fill-library.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { TrackQuery } from '../../src-shared/library/contract.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createFacetReader, type FacetReader } from './facets/facet-reader.ts'
import { listTrackIds, listTracks } from './track-listing.ts'

const NOW = Date.UTC(2026, 5, 1)
const SONGS = 700
/** some songs have two comments, some say what is in many titles */
const COMMENTS = ['the bridge is late', 'rain on the roof', 'more neon', 'louder bridge', 'velvet 雨', 'no']
let folder = ''
let database: Database
let memory: FacetReader
let songs: { row: number; text: string; comments: string[] }[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-split-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  fillLibrary(database.path, SONGS, NOW)
  const sqlite = new Sqlite(database.path)
  sqlite.exec("UPDATE tracks SET title = 'Aurora' WHERE row % 7 = 0; UPDATE tracks SET trashed_at = 1 WHERE row % 31 = 0")
  const insert = sqlite.prepare(
    "INSERT INTO comments (id, track_id, start_seconds, body, author, created_at, updated_at) SELECT 'cmt_' || ? || '_' || row, id, 0, ?, 'person', 0, 0 FROM tracks WHERE row % ? = ?",
  )
  for (const [n, body] of COMMENTS.entries()) insert.run(n, body, 11 + 4 * n, n)
  const rows = sqlite
    .prepare(
      `SELECT row, trashed_at IS NOT NULL OR is_disliked = 1 AS hidden,
         title || ' ' || prompt || ' ' || ifnull(style, '') || ' ' || ifnull(artist, '') || ' ' || ifnull(mood, '') || ' ' || tags_json AS text,
         (SELECT json_group_array(body) FROM comments WHERE track_id = tracks.id) AS comments FROM tracks`,
    )
    .all() as { row: number; hidden: number; text: string; comments: string }[]
  songs = rows.filter(({ hidden }) => hidden === 0).map(({ row, text, comments }) => ({ row, text, comments: JSON.parse(comments) as string[] }))
  sqlite.close()
  memory = createFacetReader(database.query, () => NOW)
  await memory.count(TrackQuery.parse({}))
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const begins = (text: string, word: string): boolean =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .some((token) => token.startsWith(word))
const has = (text: string, word: string): boolean => (word === '雨' ? text.includes(word) : begins(text, word))

test.each([
  'bridge aurora',
  'aurora bri la',
  'rain bridge',
  'n',
  'rain neon',
  'b a',
  'bridge roof',
  'bridge neon velvet',
  'aurora aurora',
  'velvet 雨',
  '雨 aurora',
  'zzz bridge',
])('each word of “%s” may be in the song or in any of its comments: by SQLite and by the columns in memory', async (text) => {
  const words = text.split(' ')
  const expected = songs.filter((song) => words.every((word) => has(song.text, word) || song.comments.some((body) => has(body, word)))).map(({ row }) => row)
  const rowsOf = async (ids: readonly TrackId[]) => {
    const found = await database.query
      .selectFrom('tracks')
      .select('row')
      .where('id', 'in', [...ids, '' as TrackId])
      .orderBy('row')
      .execute()
    return found.map(({ row }) => row)
  }
  const query = TrackQuery.parse({ text, limit: 500 })
  for (const kept of [undefined, memory]) {
    const { tracks, total } = await listTracks(database.query, query, NOW, kept)
    expect(total).toBe(expected.length)
    expect(await rowsOf(tracks.map(({ id }) => id))).toHaveLength(Math.min(500, expected.length))
  }
  expect(await rowsOf(await listTrackIds(database.query, { ...query, limit: SONGS }, NOW))).toEqual(expected)
  expect((await memory.rows(query))?.array()).toEqual(expected)
  expect(await memory.total(query)).toBe(expected.length)
})
