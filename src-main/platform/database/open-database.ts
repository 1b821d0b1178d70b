import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getLogger } from '@logtape/logtape'
import type Sqlite from 'better-sqlite3'
import { Kysely, type Transaction } from 'kysely'
import { createFolder } from '../files/data-folder.ts'
import { backUpInSteps, listBackups } from './backups.ts'
import { failureOfSqliteError, isBusy } from './database-failures.ts'
import { createForeignChanges } from './foreign-changes.ts'
import { checkEverything } from './integrity.ts'
import { type OpenSqliteOptions, openSqlite } from './open-sqlite.ts'
import { createSqliteDialect } from './sqlite-dialect.ts'
import type { Tables } from './tables.ts'
import { createTurns } from './turns.ts'
import { createWritingThread } from './writing-thread.ts'

/** What repositories take: the database, or the transaction that they are part of. */
export type Queries = Kysely<Tables>
export type Tx = Transaction<Tables>

/** For work on very many rows, in many transactions. */
export type Bulk = {
  /** it runs beside this thread, so a transaction may be long; where not, it must be short */
  readonly isBeside: boolean
  /** All or nothing, as `Database.transaction`, but only `flush` puts it on the disk for certain. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** What was written is on the disk when it resolves. */
  flush(): Promise<void>
}

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
  readonly bulk: Bulk
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

export type OpenDatabaseOptions = OpenSqliteOptions & {
  /** how long to wait while another process holds the file, milliseconds */
  readonly busyMilliseconds?: number
  /** Work on very many rows, and checkpoints, have a thread: this one is not held by them. For a process that shows a window. */
  readonly writesInThread?: boolean
}

/** Pages of the write-ahead log beyond which this thread puts them away after all, though another one is there for it. */
const MOST_PAGES_BEHIND = 16_384
const DAY_MILLISECONDS = 86_400_000
const log = getLogger(['segno', 'database'])

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
  const write = createTurns()
  const units = createSqliteDialect(sqlite, log, write)
  const query = new Kysely<Tables>({ dialect: units.dialect })
  const foreign = createForeignChanges(sqlite)
  const transaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    units.refuseInside()
    const endTurn = write.takeIfFree() ?? (await write.take())
    try {
      return await query.transaction().execute((tx) => units.inside(() => work(tx)))
    } finally {
      endTurn()
    }
  }
  const onStart = () => void sqlite.pragma(`wal_autocheckpoint = ${MOST_PAGES_BEHIND}`)
  const thread = options.writesInThread ? createWritingThread({ path, write, units, foreign, onStart }) : undefined
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
    transaction,
    bulk: thread ?? { isBeside: false, transaction, flush: async () => {} },
    watchForeignChanges: foreign.watch,
    backUp,
    async backUpDaily() {
      const newest = listBackups(backupsFolder).find(({ reason }) => reason === 'daily')
      return newest && now() - newest.madeAt < DAY_MILLISECONDS ? undefined : backUp('daily')
    },
    check: () => checkEverything(sqlite),
    async close() {
      await thread?.close()
      await query.destroy()
      // Kysely closes only what it has used
      if (sqlite.open) sqlite.close()
    },
  }
}
