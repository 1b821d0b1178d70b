import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fillLibrary } from '../../../bench/library/fill-library.ts'
import { TrackQuery } from '../../../src-shared/library/contract.ts'
import { type Database, openDatabase } from '../../platform/database/index.ts'
import { createLibraryQuestions, type LibraryQuestions } from './library-questions.ts'
import { createQuestionsInThread } from './questions-in-thread.ts'

const NOW = Date.UTC(2026, 5, 1)
let folder = ''
let database: Database
let thread: LibraryQuestions
let here: LibraryQuestions

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-questions-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  fillLibrary(database.path, 300, NOW)
  thread = createQuestionsInThread(database.path, database.query, () => NOW)
  here = createLibraryQuestions(database.query, () => NOW)
})
afterEach(async () => {
  await thread.close()
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

test('the thread answers what is answered here, and sees what is written at once', async () => {
  for (const words of [{}, { text: 'rain' }, { text: 'ra 1', sort: 'title' }, { filters: { mood: ['calm'] }, descending: false }, { view: 'favourites' }]) {
    const query = TrackQuery.parse(words)
    expect(await thread.list(query)).toEqual(await here.list(query))
    expect(await thread.listIds(query)).toEqual(await here.listIds(query))
    expect(await thread.facets(query)).toEqual(await here.facets(query))
    expect(await thread.count(query)).toBe((await here.facets(query)).matched)
  }
  const unheard = TrackQuery.parse({ text: 'unheard' })
  expect((await thread.list(unheard)).total).toBe(0)
  await database.transaction((tx) => tx.updateTable('tracks').set({ title: 'an unheard song', rating: 5, is_disliked: 0 }).where('row', '=', 7).execute())
  expect((await thread.list(unheard)).tracks).toMatchObject([{ title: 'an unheard song', rating: 5 }])
})

test('the lists of next letters are what would be answered to them, with filters, several words and in the trash', async () => {
  await thread.warm()
  await expect.poll(async () => (await thread.nextLetters(TrackQuery.parse({ limit: 8 }))).lists.length, { timeout: 10_000 }).toBeGreaterThan(0)
  for (const words of [
    { text: '' },
    { text: 'Ra' },
    { text: 'night ' },
    { text: 'r n', sort: 'title' },
    { text: 'r', filters: { mood: ['calm'] } },
    { text: 'n', view: 'trash' },
  ]) {
    const query = TrackQuery.parse({ limit: 8, ...words })
    const { lists, behind } = await thread.nextLetters(query)
    if (query.view !== 'trash') expect(lists.length).toBeGreaterThan(0)
    for (const { text, page } of lists) {
      const { tracks, total, nextCursor } = await here.list({ ...query, text })
      expect(JSON.parse(page)).toEqual(JSON.parse(JSON.stringify({ tracks, total, nextCursor })))
    }
    if (behind === undefined && lists.length > 1) {
      const rest = await thread.nextLetters({ ...query, behind: lists[0]?.text.slice(query.text.length) ?? '' })
      expect([...lists.slice(0, 1), ...rest.lists].map(({ text }) => text)).toEqual(lists.map(({ text }) => text))
    }
  }
  // what is found in no index of words is not foretold
  for (const text of ['夜', 'lo-f', 'é']) expect((await thread.nextLetters(TrackQuery.parse({ text }))).lists).toEqual([])
})

test('a question that is withdrawn ends at once; failures of the database and of a question come through', async () => {
  const stop = new AbortController()
  const asked = thread.list(TrackQuery.parse({ text: 'rain' }), stop.signal)
  stop.abort()
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  await expect(thread.list(TrackQuery.parse({ text: 'rain', cursor: 'nonsense' }))).rejects.toMatchObject({ failure: { code: 'library.invalid-cursor' } })
})

test('the file is put away whole after the thread has read in it', async () => {
  await thread.facets(TrackQuery.parse({}))
  await thread.close()
  await database.close()
  const sqlite = new Sqlite(database.path, { readonly: true })
  expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
  sqlite.close()
})
