import { type CompiledQuery, type DatabaseConnection, type Driver, Kysely, type QueryResult } from 'kysely'
import { createAnsweringThread } from '../threads/answering-thread.ts'
import type { ReadingDatabase } from './open-for-reading.ts'
import { dialectOf } from './sqlite-dialect.ts'
import type { Tables } from './tables.ts'

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./reading.worker.ts', import.meta.url) : new URL('./reading.worker.js', import.meta.url)

/**
 * Queries that are run in a thread with a connection of its own, for what reads the whole library (counting what waits for work): main is not
 * held meanwhile. They see what is committed. No transactions and no writing. The thread starts with the first query; close it before the
 * database.
 */
export const createReadingThread = (path: string): ReadingDatabase => {
  const thread = createAnsweringThread(workerUrl, { path })
  const noWriting = async (): Promise<never> => {
    throw new Error('this connection only reads')
  }
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      return { rows: await thread.ask<R[]>('rows', { sql, parameters }) }
    },
    // biome-ignore lint/correctness/useYield: there is nothing to yield
    async *streamQuery() {
      throw new Error('streaming is not used here; read pages')
    },
  }
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: noWriting,
    commitTransaction: noWriting,
    rollbackTransaction: noWriting,
    releaseConnection: async () => {},
    destroy: thread.close,
  }
  const query = new Kysely<Tables>({ dialect: dialectOf(() => driver) })
  return {
    query,
    async close() {
      await query.destroy()
      // Kysely closes only what it has used
      await thread.close()
    },
  }
}
