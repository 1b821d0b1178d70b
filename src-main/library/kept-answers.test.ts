import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createKeptAnswers } from './kept-answers.ts'

let folder = ''
let database: Database
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-kept-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const setting = (name: string) => ({ name, value_json: '1', updated_at: 0 })

test('an answer is kept until this process or another one changes anything, and no more than asked for are kept', async () => {
  let asked = 0
  const keep = createKeptAnswers<number>(database.query, 2)
  const ask = (question: string) => keep(question, async () => ++asked)
  expect([await ask('a'), await ask('a')]).toEqual([1, 1])
  await database.query.insertInto('settings').values(setting('own')).execute()
  expect([await ask('a'), await ask('a')]).toEqual([2, 2])
  const other = new Sqlite(database.path)
  other.prepare("INSERT INTO settings VALUES ('other', '1', 0)").run()
  other.close()
  expect([await ask('a'), await ask('b'), await ask('a'), await ask('c'), await ask('a'), await ask('b')]).toEqual([3, 4, 3, 5, 3, 6])
})

test('an answer that a change overtook is not kept', async () => {
  const keep = createKeptAnswers<string>(database.query, 2)
  const old = await keep('a', async () => {
    await database.query.insertInto('settings').values(setting('meanwhile')).execute()
    await keep('b', async () => 'b')
    return 'old'
  })
  expect([old, await keep('a', async () => 'new')]).toEqual(['old', 'new'])
})
