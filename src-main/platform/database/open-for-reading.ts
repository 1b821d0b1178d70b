import { getLogger } from '@logtape/logtape'
import Sqlite from 'better-sqlite3'
import { type CompiledQuery, Kysely } from 'kysely'
import type { Queries } from './open-database.ts'
import { createSqliteDialect } from './sqlite-dialect.ts'
import type { Tables } from './tables.ts'

export type Statement = CompiledQuery
export type ReadingDatabase = {
  readonly query: Queries
  close(): Promise<void>
}

/**
 * A second connection to a library file that this process has open already, for a thread of its own: it reads what is committed and writes
 * nothing. Close it before the first one, so that the write-ahead log is put away by the connection that may write.
 */
export const openForReading = (path: string): ReadingDatabase => {
  const sqlite = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 10 })
  sqlite.pragma('query_only = on')
  sqlite.pragma('cache_size = -32000')
  sqlite.pragma('temp_store = memory')
  const query = new Kysely<Tables>({ dialect: createSqliteDialect(sqlite, getLogger(['segno', 'database'])).dialect })
  return {
    query,
    async close() {
      await query.destroy()
      if (sqlite.open) sqlite.close()
    },
  }
}
