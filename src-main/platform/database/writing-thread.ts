import { type CompiledQuery, type DatabaseConnection, type Driver, Kysely, type QueryResult, sql } from 'kysely'
import { createAnsweringThread } from '../threads/answering-thread.ts'
import type { ForeignChanges } from './foreign-changes.ts'
import type { Bulk, Tx } from './open-database.ts'
import type { Statement } from './open-for-reading.ts'
import type { Begun, InTransaction, Ran, ToRun } from './open-for-writing.ts'
import { dialectOf, type SqliteUnits } from './sqlite-dialect.ts'
import type { Tables } from './tables.ts'
import type { Turns } from './turns.ts'

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./writing.worker.ts', import.meta.url) : new URL('./writing.worker.js', import.meta.url)

export type WritingThreadParts = {
  readonly path: string
  /** one writer at a time in this process, whichever connection it has */
  readonly write: Turns
  readonly units: Pick<SqliteUnits, 'inside' | 'refuseInside'>
  readonly foreign: Pick<ForeignChanges, 'ownWriteBegins' | 'ownWriteEnded'>
  /** called when the thread is there, which puts the write-ahead log away for everybody */
  readonly onStart: () => void
}

/**
 * Transactions of very many rows, run in a thread with a connection of its own: main composes the statements and is not held by what they
 * cost, nor by the disk. The thread starts with the first one.
 */
export const createWritingThread = ({ path, write, units, foreign, onStart }: WritingThreadParts): Bulk & { close(): Promise<void> } => {
  const thread = createAnsweringThread(workerUrl, { path })
  let turn = 0
  let isFlushed = false
  let isStarted = false
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, changes } = await thread.ask<Ran>('run', { turn, statement: { sql, parameters } as Statement } satisfies ToRun)
      return { rows: rows as R[], numAffectedRows: BigInt(changes) }
    },
    // biome-ignore lint/correctness/useYield: there is nothing to yield
    async *streamQuery() {
      throw new Error('streaming is not used here; read pages')
    },
  }
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    async beginTransaction() {
      turn += 1
      await thread.ask('begin', { turn, isFlushed } satisfies Begun)
      foreign.ownWriteBegins()
    },
    async commitTransaction() {
      try {
        await thread.ask('commit', { turn } satisfies InTransaction)
      } finally {
        foreign.ownWriteEnded()
      }
    },
    async rollbackTransaction() {
      try {
        await thread.ask('rollBack', {})
      } finally {
        foreign.ownWriteEnded()
      }
    },
    releaseConnection: async () => {},
    destroy: thread.close,
  }
  const query = new Kysely<Tables>({ dialect: dialectOf(() => driver) })
  const transaction = async <T>(work: (tx: Tx) => Promise<T>, flushed: boolean): Promise<T> => {
    units.refuseInside()
    const endTurn = await write.take()
    try {
      if (!isStarted) onStart()
      isStarted = true
      isFlushed = flushed
      return await query.transaction().execute((tx) => units.inside(() => work(tx)))
    } finally {
      endTurn()
    }
  }
  return {
    isBeside: true,
    transaction: (work) => transaction(work, false),
    async flush() {
      await transaction(async (tx) => {
        const { rows } = await sql<{ user_version: number }>`PRAGMA user_version`.execute(tx)
        // writes a page, so that there is something to put on the disk, and with it all that was written before
        await sql.raw(`PRAGMA user_version = ${Number(rows[0]?.user_version)}`).execute(tx)
      }, true)
    },
    async close() {
      await query.destroy()
      // Kysely closes only what it has used
      await thread.close()
    },
  }
}
