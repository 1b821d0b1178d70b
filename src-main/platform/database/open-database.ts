import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getLogger } from '@logtape/logtape'
import Sqlite from 'better-sqlite3'
import { Kysely, type Transaction } from 'kysely'
import { createFolder } from '../files/data-folder.ts'
import { failureOfSystemError } from '../files/system-failures.ts'
import { backUpInSteps, listBackups } from './backups.ts'
import { damagedDatabase, failureOfSqliteError, isBusy } from './database-failures.ts'
import { watchDataVersion } from './foreign-changes.ts'
import { checkEverything, findDamage } from './integrity.ts'
import { migrate } from './migrate.ts'
import { type Migration, migrations as studioMigrations } from './migrations/index.ts'
import { createSqliteDialect } from './sqlite-dialect.ts'
import type { Tables } from './tables.ts'

/** What repositories take: the database, or the transaction that they are part of. */
export type Queries = Kysely<Tables>
export type Tx = Transaction<Tables>

/**
 * The studio's one SQLite file. Every failure that a musician can mend comes out as FailureError: database.locked, database.damaged,
 * disk.full, disk.read-only, disk.unreadable.
 */
export type Database = {
  readonly path: string
  /** for single statements */
  readonly query: Queries
  /**
   * All or nothing, and on the disk when it resolves. Use `tx` for everything inside: a query that goes around it throws, because it would
   * wait for its own transaction. Keep computing and file work outside: others wait meanwhile.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Calls back after another process (the command line while the window is open) wrote. Returns the function that stops. */
  watchForeignChanges(onChange: () => void): () => void
  /** A consistent copy in the backups folder. */
  backUp(reason: string): Promise<string>
  /** Makes the day's copy where there is none from the last 24 hours; call when the studio is idle. */
  backUpDaily(): Promise<string | undefined>
  /** Everything that PRAGMA integrity_check and foreign_key_check find; empty when all is well. Reads the whole file, a table at a time. */
  check(): Promise<readonly string[]>
  close(): Promise<void>
}

export type OpenDatabaseOptions = {
  readonly path: string
  readonly backupsFolder: string
  readonly now: () => number
  /** for tests of migrations */
  readonly migrations?: readonly Migration[]
  /** how long to wait while another process holds the file, milliseconds */
  readonly busyMilliseconds?: number
}

const HEADER_BYTES = 100
const DAY_MILLISECONDS = 86_400_000
const log = getLogger(['segno', 'database'])

/** A file that is too short for its own header, or is no SQLite file: seen before SQLite opens it, because SQLite would make a new one of an empty file. */
const refuseBrokenHeader = (path: string): void => {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return
    throw failureOfSystemError(cause, path) ?? cause
  }
  try {
    const { size } = fstatSync(file)
    const header = Buffer.alloc(HEADER_BYTES)
    const read = readSync(file, header, 0, HEADER_BYTES, 0)
    // a process that died while it created the file leaves it empty, with nothing in it to lose
    if (size === 0) return
    if (read < HEADER_BYTES || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') throw damagedDatabase(path, 'the file is not a database')
    const pageBytes = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
    const isCountValid = header.readUInt32BE(24) === header.readUInt32BE(92)
    if (isCountValid && size < header.readUInt32BE(28) * pageBytes) throw damagedDatabase(path, `the file ends after ${size} bytes`)
  } finally {
    closeSync(file)
  }
}

const openSqlite = (options: OpenDatabaseOptions): Sqlite.Database => {
  const { path, backupsFolder, now, migrations = studioMigrations } = options
  refuseBrokenHeader(path)
  const sqlite = new Sqlite(path, { timeout: 10 })
  try {
    sqlite.pragma('journal_mode = wal')
    sqlite.pragma('synchronous = normal')
    sqlite.pragma('foreign_keys = on')
    sqlite.pragma('journal_size_limit = 67108864')
    sqlite.pragma('cache_size = -16000')
    sqlite.pragma('temp_store = memory')
    migrate(sqlite, { migrations, backupsFolder, now, log })
    const damage = findDamage(sqlite)
    if (damage !== undefined) throw damagedDatabase(path, damage)
    // proves that the file can be written, now rather than at the first song
    sqlite.transaction(() => sqlite.pragma(`user_version = ${Number(sqlite.pragma('user_version', { simple: true }))}`)).immediate()
    return sqlite
  } catch (cause) {
    sqlite.close()
    throw cause
  }
}

const openPatiently = async (options: OpenDatabaseOptions): Promise<Sqlite.Database> => {
  const giveUpAt = performance.now() + (options.busyMilliseconds ?? 5_000)
  for (;;) {
    try {
      return openSqlite(options)
    } catch (cause) {
      if (!isBusy(cause) || performance.now() > giveUpAt) throw failureOfSqliteError(cause, options.path) ?? cause
    }
    await sleep(50)
  }
}

/**
 * Opens the library file, creating or migrating it, in WAL mode with foreign keys.
 * @throws FailureError database.damaged (see `salvageDatabase`), database.locked, database.too-new, disk.read-only, disk.full, disk.unreadable
 */
export const openDatabase = async (options: OpenDatabaseOptions): Promise<Database> => {
  const { path, backupsFolder, now } = options
  createFolder(dirname(path))
  const sqlite = await openPatiently(options)
  const { dialect, inside } = createSqliteDialect(sqlite, log)
  const query = new Kysely<Tables>({ dialect })
  const watchers = new Set<() => void>()
  const backUp = async (reason: string) => {
    try {
      return await backUpInSteps(sqlite, backupsFolder, reason, now())
    } catch (cause) {
      throw failureOfSqliteError(cause, path) ?? cause
    }
  }
  return {
    path,
    query,
    transaction: (work) => query.transaction().execute((tx) => inside(() => work(tx))),
    watchForeignChanges(onChange) {
      const stop = watchDataVersion(sqlite, onChange)
      watchers.add(stop)
      return () => {
        stop()
        watchers.delete(stop)
      }
    },
    backUp,
    async backUpDaily() {
      const newest = listBackups(backupsFolder).find(({ reason }) => reason === 'daily')
      return newest && now() - newest.madeAt < DAY_MILLISECONDS ? undefined : backUp('daily')
    },
    check: () => checkEverything(sqlite),
    async close() {
      for (const stop of watchers) stop()
      await query.destroy()
      // Kysely closes only what it has used
      if (sqlite.open) sqlite.close()
    },
  }
}
