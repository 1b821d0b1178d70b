import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createReadingThread, type Database, openDatabase } from './index.ts'

let folder = ''
let database: Database
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-reading-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a thread reads what is committed, bytes too, and writes nothing', async () => {
  const reading = createReadingThread(database.path)
  const scores = () => reading.query.selectFrom('scores').selectAll().execute()
  expect(await scores()).toEqual([])
  await database.query
    .insertInto('scores')
    .values({ sha256: 'a'.repeat(64) as never, body: Buffer.from([1, 2, 255]), created_at: 7 })
    .execute()
  const [row] = await scores()
  expect(row).toMatchObject({ created_at: 7 })
  expect([...(row?.body ?? [])]).toEqual([1, 2, 255])
  await expect(reading.query.deleteFrom('scores').execute()).rejects.toThrow('may not write')
  await expect(reading.query.transaction().execute(async () => 1)).rejects.toThrow('only reads')
  await reading.close()
  await expect(scores()).rejects.toThrow()
})

test('a thread that was never asked closes at once', async () => {
  await createReadingThread(database.path).close()
})
