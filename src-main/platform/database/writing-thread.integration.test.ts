import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase } from './index.ts'

let folder = ''
let database: Database
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-writing-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now, writesInThread: true })
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})
const putRows = (count: number) =>
  database.transaction((tx) =>
    sql`
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
      INSERT INTO library_steps (label, actor, at, fields_json, total, applied, target) SELECT printf('%0200d', i), 'person', 0, '[]', 0, 0, 0 FROM n`.execute(
      tx,
    ),
  )
const counted = async (total: number) =>
  (await sql<{ n: number }>`SELECT count(*) AS n FROM library_steps WHERE total = ${total}`.execute(database.query)).rows[0]?.n

test('long transactions of the thread and writes of main take turns; what fails is undone; nothing inside goes around its transaction', async () => {
  await putRows(300)
  const order: string[] = []
  const long = database.bulk.transaction(async (tx) => {
    await tx.updateTable('library_steps').set({ total: 1 }).execute()
    await sleep(150)
    order.push('long')
  })
  const single = database.query
    .updateTable('library_steps')
    .set({ total: 2 })
    .where('id', '<=', 100)
    .execute()
    .then(() => order.push('single'))
  await sleep(20)
  const whole = database.transaction((tx) => tx.updateTable('library_steps').set({ total: 3 }).where('id', '<=', 50).execute()).then(() => order.push('whole'))
  // reading waits for nobody
  expect(await counted(1)).toBe(0)
  order.push('read')
  await Promise.all([long, single, whole])
  expect(order).toEqual(['read', 'long', 'single', 'whole'])
  expect([await counted(1), await counted(2), await counted(3)]).toEqual([200, 50, 50])

  await expect(
    database.bulk.transaction(async (tx) => {
      await tx.updateTable('library_steps').set({ total: 5 }).execute()
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  await expect(database.bulk.transaction((tx) => sql`UPDATE library_steps SET total = 'many'`.execute(tx))).rejects.toThrow(/constraint|cannot store/i)
  await expect(database.bulk.transaction(() => database.query.selectFrom('library_steps').select('id').execute())).rejects.toThrow(/must use the transaction/)
  await expect(database.bulk.transaction(() => database.transaction(async () => 1))).rejects.toThrow(/must use the transaction/)
  await expect(database.transaction(() => database.bulk.flush())).rejects.toThrow(/must use the transaction/)
  expect(await counted(5)).toBe(0)
  await database.bulk.flush()
  expect(await database.check()).toEqual([])
})

test('what the thread writes is not taken for another process, what another process writes beside it is noticed', async () => {
  await putRows(10)
  let told = 0
  const stop = database.watchForeignChanges(() => {
    told += 1
  })
  const rate = (total: number) => database.bulk.transaction((tx) => tx.updateTable('library_steps').set({ total }).execute())
  for (let n = 0; n < 3; n++) await rate(n)
  await sleep(700)
  expect(told).toBe(0)
  const other = new Sqlite(database.path)
  other.exec('UPDATE library_steps SET total = 4 WHERE id = 1')
  // the thread's next transaction sees it first
  await rate(5)
  expect(told).toBe(1)
  other.exec('UPDATE library_steps SET total = 4 WHERE id = 1')
  await sleep(700)
  expect(told).toBe(2)
  other.close()
  stop()
})

test('once the thread is there it puts the write-ahead log away for main, too', async () => {
  await database.bulk.flush()
  const before = statSync(database.path).size
  await putRows(60_000)
  // nothing is asked of the thread: it looks by itself
  for (let n = 0; n < 50 && statSync(database.path).size <= before * 2; n++) await sleep(100)
  expect(statSync(database.path).size).toBeGreaterThan(before * 2)
  await database.close()
  const sqlite = new Sqlite(database.path)
  expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
  sqlite.close()
})
