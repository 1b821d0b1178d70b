import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import type { AlbumId } from '../../../src-shared/kernel/ids.ts'
import { type Database, listBackups, openDatabase, salvageDatabase } from './index.ts'
import { migrations } from './migrations/index.ts'

const NEWEST = migrations.at(-1)?.version ?? 0
let folder = ''
let path = ''
let backupsFolder = ''
const open: Database[] = []
const now = () => Date.now()

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segno-database-'))
  path = join(folder, 'studio.sqlite')
  backupsFolder = join(folder, 'backups')
})
afterEach(async () => {
  for (const database of open.splice(0)) await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const start = async (options: Partial<Parameters<typeof openDatabase>[0]> = {}) => {
  const database = await openDatabase({ path, backupsFolder, now, ...options })
  open.push(database)
  return database
}
const setting = (name: string) => ({ name, value_json: '1', updated_at: 0 })
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const cause = await work.then(
    () => undefined,
    (failed: unknown) => failed,
  )
  if (!(cause instanceof FailureError)) throw new Error('expected a FailureError', { cause })
  return cause.failure.code
}

test('a new library is in WAL mode, sound, and keeps what was written', async () => {
  const database = await start()
  await database.query.insertInto('settings').values(setting('a')).execute()
  expect(await database.check()).toEqual([])
  await database.close()
  const again = await start()
  expect(await again.query.selectFrom('settings').select('name').execute()).toEqual([{ name: 'a' }])
  expect(new Sqlite(path, { readonly: true }).pragma('journal_mode', { simple: true })).toBe('wal')
})

test('a transaction is all or nothing, and others wait for it', async () => {
  const database = await start()
  const order: string[] = []
  const failing = database.transaction(async (tx) => {
    await tx.insertInto('settings').values(setting('lost')).execute()
    await new Promise((resolve) => setTimeout(resolve, 20))
    order.push('first')
    throw new Error('changed my mind')
  })
  const second = database.transaction(async (tx) => {
    order.push('second')
    await tx.insertInto('settings').values(setting('kept')).execute()
  })
  await expect(failing).rejects.toThrow('changed my mind')
  await second
  expect(order).toEqual(['first', 'second'])
  expect(await database.query.selectFrom('settings').select('name').execute()).toEqual([{ name: 'kept' }])
})

test('a query that goes around its transaction is refused instead of waiting forever', async () => {
  const database = await start()
  await expect(database.transaction(() => database.query.selectFrom('settings').selectAll().execute())).rejects.toThrow('must use the transaction')
  await database.transaction((tx) => tx.insertInto('settings').values(setting('after')).execute())
})

test('every migration is preceded by a backup, and five are kept', async () => {
  await (await start()).close()
  const more = Array.from({ length: 7 }, (_, i) => ({ version: NEWEST + 1 + i, name: `step-${i}`, sql: `CREATE TABLE extra_${i} (x) STRICT;` }))
  const typed = more.map((step) => ({ ...step, sql: step.sql.replace('(x)', '(x TEXT)') }))
  let at = Date.UTC(2026, 0, 1)
  const database = await start({ migrations: [...migrations, ...typed], now: () => ++at })
  expect(await database.check()).toEqual([])
  const backups = listBackups(backupsFolder)
  expect(backups).toHaveLength(5)
  expect(backups[0]?.reason).toBe(`before-${String(NEWEST + 7).padStart(3, '0')}-step-6`)
})

test('a library of the first version keeps its takes, and may hold enhanced ones', async () => {
  const old = await start({ migrations: migrations.slice(0, 1) })
  await old.close()
  const sqlite = new Sqlite(path)
  sqlite.pragma('foreign_keys = off')
  const insert = (database: Sqlite.Database, id: string, kind: string) =>
    database
      .prepare(
        `INSERT INTO takes (id, track_id, kind, group_id, number, audio_sha256, sample_rate_hz, channel_count, length_frames, first_bar_frame, prompt, engine, strategy, reason, created_at, facts_json)
         VALUES (?, 'trk_1', ?, 'g', 1, 'aa', 44100, 2, 1, 0, '', 'score', '', '', 1, '{}')`,
      )
      .run(id, kind)
  sqlite.prepare("INSERT INTO audio_files VALUES ('aa', 1, 1, 44100, 2, 1)").run()
  sqlite
    .prepare(
      "INSERT INTO tracks (id, title, title_key, origin, engine, engine_version, prompt, licence, created_at, updated_at, current_take_id, audio_sha256, seconds, sample_rate_hz, channel_count) VALUES ('trk_1', 'One', 'one', 'imported', 'import', '1', '', 'yours', 1, 1, 'tk_1', 'aa', 1, 44100, 2)",
    )
    .run()
  insert(sqlite, 'tk_1', 'regenerate')
  sqlite.close()
  await (await start()).close()
  const now2 = new Sqlite(path)
  insert(now2, 'tk_2', 'enhance')
  expect(() => insert(now2, 'tk_3', 'nonsense')).toThrow('CHECK')
  expect(now2.prepare('SELECT id, kind FROM takes ORDER BY id').all()).toEqual([
    { id: 'tk_1', kind: 'regenerate' },
    { id: 'tk_2', kind: 'enhance' },
  ])
  now2.close()
})

test('a migration that fails leaves the library as it was', async () => {
  await (await start()).close()
  const broken = { version: NEWEST + 1, name: 'broken', sql: 'CREATE TABLE half (x TEXT) STRICT; CREATE TABLE nonsense (' }
  await expect(openDatabase({ path, backupsFolder, now, migrations: [...migrations, broken] })).rejects.toThrow()
  const database = await start()
  expect(await database.check()).toEqual([])
  expect((await database.query.introspection.getTables()).map(({ name }) => name)).not.toContain('half')
})

test('a library of a newer studio is refused untouched', async () => {
  await (await start()).close()
  const sqlite = new Sqlite(path)
  sqlite.pragma('user_version = 999')
  sqlite.close()
  const before = readFileSync(path)
  expect(await codeOf(openDatabase({ path, backupsFolder, now }))).toBe('database.too-new')
  expect(readFileSync(path).equals(before)).toBe(true)
})

const fill = async (database: Database) => {
  for (let i = 0; i < 200; i++)
    await database.query
      .insertInto('settings')
      .values({ name: `s${i}`, value_json: 'x'.repeat(500), updated_at: 0 })
      .execute()
}

test.each([
  ['garbage', () => writeFileSync(path, 'this is a shopping list\n'.repeat(400))],
  ['a truncated file', () => truncateSync(path, 20_000)],
  ['a broken header', () => overwrite(path, 0, 'X'.repeat(40))],
  ['a broken page in the middle', () => overwrite(path, 4096 * 3, '\xff'.repeat(4096 * 20))],
])('%s is reported as damage, put aside, and the newest good backup comes back', async (_, damage) => {
  const first = await start()
  await fill(first)
  await first.backUp('daily')
  await first.close()
  writeFileSync(join(backupsFolder, 'studio-29991231T000000000Z-daily.sqlite'), 'a broken backup')
  damage()
  const damaged = readFileSync(path)
  expect(await codeOf(openDatabase({ path, backupsFolder, now }))).toBe('database.damaged')
  expect(readFileSync(path).equals(damaged)).toBe(true)
  const report = salvageDatabase({ path, backupsFolder, now })
  expect(readFileSync(report.asidePath).equals(damaged)).toBe(true)
  const database = await start()
  expect(await database.query.selectFrom('settings').select('name').where('name', 'like', 's%').execute()).toHaveLength(200)
  expect(await database.check()).toEqual([])
})

test('a process that was killed in the middle of a checkpoint leaves a whole library', async () => {
  await (await start()).close()
  const writer = new Sqlite(path)
  writer.pragma('wal_autocheckpoint = 0')
  const insert = writer.prepare('INSERT INTO settings VALUES (?, ?, 0)')
  for (let i = 0; i < 300; i++) insert.run(`s${i}`, 'x'.repeat(1_000))
  const before = readFileSync(path)
  const wal = readFileSync(`${path}-wal`)
  writer.pragma('wal_checkpoint(truncate)')
  const after = readFileSync(path)
  writer.close()
  expect(after.length).toBeGreaterThan(before.length)
  // the first page is on its way home, the others are still in the log
  writeFileSync(path, Buffer.concat([after.subarray(0, 4096), before.subarray(4096)]))
  writeFileSync(`${path}-wal`, wal)
  const database = await start()
  expect(await database.query.selectFrom('settings').select('name').execute()).toHaveLength(300)
  expect(await database.check()).toEqual([])
})

test('damage without any backup begins an empty library and keeps the damaged file', async () => {
  writeFileSync(path, 'not a database, but more than a hundred bytes'.repeat(9))
  const report = salvageDatabase({ path, backupsFolder, now })
  expect(report.restoredFrom).toBeUndefined()
  expect(report.message).toContain('No audio file was touched')
  expect(await (await start()).check()).toEqual([])
})

test('what was written after the last backup is collected from the pages that can still be read', async () => {
  const first = await start()
  await fill(first)
  await first.backUp('daily')
  for (let i = 0; i < 400; i++)
    await first.query
      .insertInto('settings')
      .values({ name: `z-later-${i}`, value_json: 'y'.repeat(500), updated_at: 1 })
      .execute()
  await first.query
    .insertInto('albums')
    .values({ id: 'alb_00000001' as AlbumId, title: 'made later', created_at: 1 })
    .execute()
  await first.close()
  const pages = readFileSync(path).length / 4096
  overwrite(path, 4096 * (pages - 12), '\xff'.repeat(4096 * 3))
  expect(await codeOf(openDatabase({ path, backupsFolder, now }))).toBe('database.damaged')
  const { rescued, message } = salvageDatabase({ path, backupsFolder, now })
  expect(rescued.rows).toBeGreaterThan(100)
  expect(message).toContain('added what could still be read')
  const database = await start()
  expect(await database.check()).toEqual([])
  expect(await database.query.selectFrom('albums').select('title').execute()).toEqual([{ title: 'made later' }])
  const kept = await database.query.selectFrom('settings').select('name').where('name', 'like', 'z-later-%').execute()
  expect(kept.length).toBeGreaterThan(100)
  expect(kept.length).toBeLessThan(400)
})

test('a rescue that would leave references into nothing takes the orphans out', async () => {
  const first = await start()
  await first.query
    .insertInto('albums')
    .values({ id: 'alb_00000001' as AlbumId, title: 'whole', created_at: 1 })
    .execute()
  await first.close()
  const sqlite = new Sqlite(path)
  sqlite.pragma('foreign_keys = off')
  sqlite.exec(
    "INSERT INTO album_tracks VALUES ('alb_00000001', 'trk_lost0000', 0); INSERT INTO projects VALUES ('trk_lost0000', 0, '{}', -1); INSERT INTO history VALUES ('trk_lost0000', 0, 'x', 'person', 0, '[]', '[]')",
  )
  sqlite.close()
  salvageDatabase({ path, backupsFolder, now })
  const database = await start()
  expect(await database.check()).toEqual([])
  expect(await database.query.selectFrom('albums').select('title').execute()).toEqual([{ title: 'whole' }])
  expect(await database.query.selectFrom('history').selectAll().execute()).toEqual([])
})

test('a locked library says so after waiting, and opens when it is let go', async () => {
  await (await start()).close()
  const other = new Sqlite(path)
  other.pragma('locking_mode = exclusive')
  other.exec('BEGIN EXCLUSIVE')
  expect(await codeOf(openDatabase({ path, backupsFolder, now, busyMilliseconds: 200 }))).toBe('database.locked')
  const opening = start({ busyMilliseconds: 5_000 })
  setTimeout(() => other.close(), 150)
  await (await opening).query.selectFrom('settings').selectAll().execute()
})

test('writing waits for another process without blocking this one', async () => {
  const database = await start()
  const other = new Sqlite(path)
  other.exec('BEGIN IMMEDIATE')
  let ticks = 0
  const timer = setInterval(() => ticks++, 5)
  setTimeout(() => other.exec('COMMIT'), 200)
  await database.query.insertInto('settings').values(setting('patient')).execute()
  clearInterval(timer)
  other.close()
  expect(ticks).toBeGreaterThan(5)
})

test('what another process writes is noticed, what this one writes is not', async () => {
  const database = await start()
  const onChange = vi.fn()
  const stop = database.watchForeignChanges(onChange)
  await database.query.insertInto('settings').values(setting('mine')).execute()
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(onChange).not.toHaveBeenCalled()
  const other = new Sqlite(path)
  other.prepare("INSERT INTO settings VALUES ('theirs', '1', 0)").run()
  other.close()
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1), { timeout: 10_000 })
  stop()
})

test('a copy is made once a day', async () => {
  let at = Date.UTC(2026, 0, 1)
  const database = await start({ now: () => at })
  expect(await database.backUpDaily()).toContain('daily')
  at += 3_600_000
  expect(await database.backUpDaily()).toBeUndefined()
  for (let day = 0; day < 8; day++) {
    at += 86_400_000
    await database.backUpDaily()
  }
  expect(readdirSync(backupsFolder)).toHaveLength(5)
})

const overwrite = (file: string, at: number, text: string) => {
  const bytes = readFileSync(file)
  bytes.write(text, at, 'latin1')
  writeFileSync(file, bytes)
}
