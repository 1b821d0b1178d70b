import Sqlite from 'better-sqlite3'
import { failureOfSqliteError } from './database-failures.ts'
import type { Statement } from './open-for-reading.ts'

/** Pages in the write-ahead log that are not in the file yet, before they are put there. */
const PAGES = 2_000
/** The leaves of twenty indexes over a million songs, touched again and again; given back when the work is on the disk. */
const CACHE_KILOBYTES = 256_000
const LOOK_MILLISECONDS = 200
const BUSY_MILLISECONDS = 5_000

/** A transaction's name in the thread: one that was started anew knows none of the old ones. */
export type InTransaction = { readonly turn: number }
export type Begun = InTransaction & { readonly isFlushed: boolean }
export type ToRun = InTransaction & { readonly statement: Statement }
export type Ran = { readonly rows: unknown[]; readonly changes: number }

/**
 * A second connection that writes, for a thread of its own: transactions of very many rows, and the checkpoints of everybody's writes. Both wait
 * for the disk. One transaction at a time; whoever asks takes turns with the first connection. @throws FailureError as `Database`
 */
export const openForWriting = (path: string) => {
  const sqlite = new Sqlite(path, { fileMustExist: true, timeout: BUSY_MILLISECONDS })
  sqlite.pragma('foreign_keys = on')
  sqlite.pragma('wal_autocheckpoint = 0')
  sqlite.pragma('journal_size_limit = 67108864')
  sqlite.pragma('temp_store = memory')
  sqlite.pragma(`cache_size = -${CACHE_KILOBYTES}`)
  sqlite.pragma('synchronous = normal')
  const statements = new Map<string, Sqlite.Statement>()
  let turn = 0
  let isOpen = false

  const failing = <T>(work: () => T): T => {
    try {
      return work()
    } catch (cause) {
      throw failureOfSqliteError(cause, path) ?? cause
    }
  }
  const run = ({ sql, parameters }: Statement): Ran => {
    const known = statements.get(sql) ?? sqlite.prepare(sql)
    if (statements.size < 200) statements.set(sql, known)
    if (known.reader) return { rows: known.all(...parameters), changes: 0 }
    return { rows: [], changes: known.run(...parameters).changes }
  }
  const checked = (asked: number) => {
    // a thread that was started anew, or SQLite by itself on a full disk, has ended it
    if (!isOpen || asked !== turn || !sqlite.inTransaction) throw new Error('the transaction is over already')
  }
  const end = () => {
    isOpen = false
    if (sqlite.inTransaction) sqlite.exec('ROLLBACK')
  }
  const checkpoint = () => {
    if (!sqlite.open || sqlite.inTransaction) return
    try {
      const [state] = sqlite.pragma('wal_checkpoint(noop)') as { readonly log: number; readonly checkpointed: number }[]
      if (state && state.log - state.checkpointed >= PAGES) sqlite.pragma('wal_checkpoint(passive)')
    } catch {
      // the next look tries again; what a full disk means is told to whoever writes
    }
  }
  const looking = setInterval(checkpoint, LOOK_MILLISECONDS)

  return {
    answers: {
      /** @param isFlushed on the disk when it is committed */
      begin: async ({ isFlushed, turn: asked }: Begun) =>
        failing(() => {
          end()
          checkpoint()
          sqlite.pragma(`synchronous = ${isFlushed ? 'full' : 'normal'}`)
          sqlite.exec('BEGIN IMMEDIATE')
          turn = asked
          isOpen = true
        }),
      run: async ({ turn: asked, statement }: ToRun) =>
        failing(() => {
          checked(asked)
          return run(statement)
        }),
      commit: async ({ turn: asked }: InTransaction) =>
        failing(() => {
          checked(asked)
          sqlite.exec('COMMIT')
          isOpen = false
          if (sqlite.pragma('synchronous', { simple: true }) === 2) sqlite.pragma('shrink_memory')
        }),
      rollBack: async () => end(),
    },
    async close() {
      clearInterval(looking)
      end()
      sqlite.close()
    },
  }
}
