import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { KyselyPlugin } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fillLibrary } from '../../bench/library/fill-library.ts'
import type { CommentId } from '../../src-shared/kernel/ids.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { searchTerms } from './search-terms.ts'
import { createWordRows } from './word-rows.ts'

const SONGS = 2_000
let folder = ''
let database: Database
/** statements that read songs of a word */
let reads: number
const countReads: KyselyPlugin = {
  transformQuery: ({ node }) => {
    if (JSON.stringify(node).includes('track_search MATCH')) reads += 1
    return node
  },
  transformResult: async ({ result }) => result,
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-words-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  fillLibrary(database.path, SONGS, Date.UTC(2026, 5, 1))
  reads = 0
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

/** nothing was read for a while */
const untilQuiet = async (): Promise<void> => {
  for (let before = -1; before !== reads; await sleep(150)) before = reads
}
const matchesOf = (text: string) => searchTerms(text).matches
const bare = async (text: string): Promise<number[]> => {
  const found = await database.query.selectFrom('tracks').select('row').where('title', 'like', `%${text}%`).orderBy('row').execute()
  return found.map(({ row }) => row)
}

test('the next letters of a word are told, and common ones kept; first letters are read once nobody types', async () => {
  const words = createWordRows(database.query.withPlugin(countReads), 10)
  const told: string[] = []
  for await (const { word, rows } of words.longer('ra')) {
    told.push(word)
    expect(rows.array()).toEqual((await createWordRows(database.query).find(matchesOf(word))).array())
  }
  expect(told).toContain('rai')
  expect(told).toEqual(told.toSorted())
  const behind: string[] = []
  for await (const { word } of words.longer('ra', told[0]?.slice(2))) behind.push(word)
  expect(behind).toEqual(told.slice(1))
  const before = reads
  const rows = await words.find(matchesOf('rai'))
  expect(reads).toBe(before)
  expect(rows.size()).toBeGreaterThan(400)
  expect(rows.array()).toEqual((await words.find(matchesOf('RAI'))).array())
  expect(reads).toBe(before)

  words.rest()
  await untilQuiet()
  const rested = reads
  for (const letter of ['n', 'v', 'p', 'h']) expect((await words.find(matchesOf(letter))).size()).toBeGreaterThan(400)
  expect(reads).toBe(rested)
})

test('what is written afterwards is found: a name, a comment, a song that is gone', async () => {
  const words = createWordRows(database.query.withPlugin(countReads))
  expect((await words.find(matchesOf('qualm'))).size()).toBe(0)
  await database.query.updateTable('tracks').set({ title: 'Qualm' }).where('row', 'in', [7, 9]).execute()
  expect((await words.find(matchesOf('qualm'))).array()).toEqual([7, 9])
  expect(await bare('Qualm')).toEqual([7, 9])
  const { id } = await database.query.selectFrom('tracks').select('id').where('row', '=', 11).executeTakeFirstOrThrow()
  await database.query
    .insertInto('comments')
    .values({ id: 'cmt_1' as CommentId, track_id: id, start_seconds: 0, body: 'a qualm about the bridge', author: 'person', created_at: 0, updated_at: 0 })
    .execute()
  expect((await words.find(matchesOf('qualm'))).array()).toEqual([7, 9, 11])
  expect((await words.find(matchesOf('qualm bridge'))).array()).toEqual([11])
  await database.query.deleteFrom('tracks').where('row', '=', 9).execute()
  expect((await words.find(matchesOf('qualm'))).array()).toEqual([7, 11])
})

test('a change of stars or hearts forgets no word', async () => {
  const words = createWordRows(database.query.withPlugin(countReads))
  await words.find(matchesOf('rain'))
  const before = reads
  await database.query.updateTable('tracks').set({ rating: 5, is_favourite: 1 }).execute()
  await words.find(matchesOf('rain'))
  expect(reads).toBe(before)
})
