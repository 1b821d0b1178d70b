import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { getLogger } from '@logtape/logtape'
import Sqlite from 'better-sqlite3'
import { failureOfSystemError } from '../files/system-failures.ts'
import { damagedDatabase } from './database-failures.ts'
import { findDamage } from './integrity.ts'
import { migrate } from './migrate.ts'
import { type Migration, migrations as studioMigrations } from './migrations/index.ts'

const HEADER_BYTES = 100
const log = getLogger(['segno', 'database'])

export type OpenSqliteOptions = {
  readonly path: string
  readonly backupsFolder: string
  readonly now: () => number
  /** for tests of migrations */
  readonly migrations?: readonly Migration[]
}

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
    // a checkpoint that was killed has written the header's page before the pages behind it; they are still in the write-ahead log
    const isWhole = header.readUInt32BE(24) === header.readUInt32BE(92) && !existsSync(`${path}-wal`)
    if (isWhole && size < header.readUInt32BE(28) * pageBytes) throw damagedDatabase(path, `the file ends after ${size} bytes`)
  } finally {
    closeSync(file)
  }
}

/** The file with its settings, its newest schema and a first look at its health. Throws what SQLite throws, or FailureError. */
export const openSqlite = ({ path, backupsFolder, now, migrations = studioMigrations }: OpenSqliteOptions): Sqlite.Database => {
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
