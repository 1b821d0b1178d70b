import type { Logger } from '@logtape/logtape'
import type Sqlite from 'better-sqlite3'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { backUp } from './backups.ts'
import type { Migration } from './migrations/index.ts'

/** "SEGN": marks the file as a studio library for tools that look at SQLite headers. */
const APPLICATION_ID = 0x5345474e

const versionOf = (sqlite: Sqlite.Database): number => Number(sqlite.pragma('user_version', { simple: true }))

export type MigrateOptions = {
  readonly migrations: readonly Migration[]
  readonly backupsFolder: string
  readonly now: () => number
  readonly log: Logger
}

/** One step in one transaction; two processes that start together do it once. */
const applyOne = (sqlite: Sqlite.Database, { version, name, sql }: Migration): boolean =>
  sqlite
    .transaction(() => {
      if (versionOf(sqlite) >= version) return false
      sqlite.exec(sql)
      const broken = sqlite.pragma('foreign_key_check') as unknown[]
      if (broken.length > 0) throw new Error(`migration ${version} ${name} leaves ${broken.length} rows without what they refer to`)
      sqlite.pragma(`user_version = ${version}`)
      return true
    })
    .immediate()

/**
 * Brings the schema up to the newest version, step by step, each behind a backup of what was there before.
 * @throws FailureError database.too-new: a newer studio wrote the file
 */
export const migrate = (sqlite: Sqlite.Database, { migrations, backupsFolder, now, log }: MigrateOptions): void => {
  const newest = migrations.at(-1)?.version ?? 0
  const found = versionOf(sqlite)
  if (found > newest)
    throw new FailureError(
      failure(
        'database.too-new',
        'A newer Segno Studio has already used this library. Nothing was changed. Update this copy of the studio, or choose another folder with SEGNO_HOME.',
        { found, newest },
      ),
    )
  if (found === newest) return
  sqlite.pragma('foreign_keys = off')
  sqlite.pragma(`application_id = ${APPLICATION_ID}`)
  for (const migration of migrations) {
    const before = versionOf(sqlite)
    if (before >= migration.version) continue
    const step = `${String(migration.version).padStart(3, '0')}-${migration.name}`
    // a library that is just being made has nothing to keep
    if (found > 0) log.info('backup before migration: {path}', { path: backUp(sqlite, backupsFolder, `before-${step}`, now()) })
    if (applyOne(sqlite, migration)) log.info('database migrated: {step}', { step })
  }
  sqlite.pragma('foreign_keys = on')
}
