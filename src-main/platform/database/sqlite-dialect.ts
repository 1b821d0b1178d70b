import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@logtape/logtape'
import type Sqlite from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { failureOfSqliteError, isBusy } from './database-failures.ts'
import { createTurns, type Turns } from './turns.ts'

/** A statement that takes longer than this is written to the log, milliseconds. */
const SLOW_MILLISECONDS = 40
/** How long a statement waits for another process to let go, milliseconds. The waiting does not block the main thread. */
const BUSY_MILLISECONDS = 5_000
const CACHED_STATEMENTS = 200
/** What begins and ends a transaction is run by whoever has the turn. */
const BOUNDARY = /^(PRAGMA|BEGIN|COMMIT)/

type Unit = { isOpen: boolean }
/** `waitToWrite`: waits for the turn to write while others use this connection; whoever has that turn may be waiting for the connection. */
type WriteTurns = { readonly write: Turns; readonly waitToWrite: () => Promise<() => void> }

class SqliteConnection implements DatabaseConnection {
  private readonly sqlite: Sqlite.Database
  private readonly log: Logger
  private readonly turns: WriteTurns
  private readonly statements = new Map<string, Sqlite.Statement>()

  constructor(sqlite: Sqlite.Database, log: Logger, turns: WriteTurns) {
    this.sqlite = sqlite
    this.log = log
    this.turns = turns
  }

  private prepare(sql: string): Sqlite.Statement {
    const known = this.statements.get(sql)
    if (known) {
      this.statements.delete(sql)
      this.statements.set(sql, known)
      return known
    }
    const statement = this.sqlite.prepare(sql)
    this.statements.set(sql, statement)
    if (this.statements.size > CACHED_STATEMENTS) {
      const [oldest] = this.statements.keys()
      if (oldest !== undefined) this.statements.delete(oldest)
    }
    return statement
  }

  private run<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const startedAt = performance.now()
    const statement = this.prepare(sql)
    try {
      if (statement.reader) return { rows: statement.all(...parameters) as R[] }
      const { changes, lastInsertRowid } = statement.run(...parameters)
      return { insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes), rows: [] }
    } finally {
      const milliseconds = performance.now() - startedAt
      if (milliseconds >= SLOW_MILLISECONDS) this.log.warn('slow query: {milliseconds} ms', { milliseconds: Math.round(milliseconds), sql })
    }
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // a transaction has its turn already, and what only reads needs none
    if (this.sqlite.inTransaction || BOUNDARY.test(query.sql) || this.prepare(query.sql).readonly) return this.tryPatiently(query)
    const endTurn = this.turns.write.takeIfFree() ?? (await this.turns.waitToWrite())
    try {
      return await this.tryPatiently(query)
    } finally {
      endTurn()
    }
  }

  private async tryPatiently<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const giveUpAt = performance.now() + BUSY_MILLISECONDS
    for (let wait = 2; ; wait = Math.min(wait * 2, 100)) {
      try {
        return this.run<R>(query)
      } catch (cause) {
        const mayWait = isBusy(cause) && !this.sqlite.inTransaction && performance.now() < giveUpAt
        if (!mayWait) throw failureOfSqliteError(cause, this.sqlite.name) ?? cause
      }
      await sleep(wait)
    }
  }

  // biome-ignore lint/correctness/useYield: pages come by keyset; a cursor left open would hold the write-ahead log
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not used here; read pages')
  }

  /** Ends a transaction that is still open, whatever state it is in. A statement that failed on a full disk may have ended it already. */
  rollBackIfOpen(): void {
    if (this.sqlite.inTransaction) this.sqlite.exec('ROLLBACK')
  }
}

const createDriver = (sqlite: Sqlite.Database, log: Logger, write: Turns, refuseInside: () => void): Driver => {
  const turns = createTurns()
  let endTurn = () => {}
  const waitToWrite = async () => {
    endTurn()
    const end = await write.take()
    endTurn = await turns.take()
    return end
  }
  const connection = new SqliteConnection(sqlite, log, { write, waitToWrite })
  const afterwards = () => sqlite.pragma('synchronous = normal')
  return {
    init: async () => {},
    async acquireConnection() {
      refuseInside()
      endTurn = await turns.take()
      return connection
    },
    /** IMMEDIATE: a transaction that may write takes the write lock first, so it never fails half-way because another process wrote. FULL: it survives a power cut. */
    async beginTransaction() {
      await connection.executeQuery(CompiledQuery.raw('PRAGMA synchronous = full'))
      try {
        await connection.executeQuery(CompiledQuery.raw('BEGIN IMMEDIATE'))
      } catch (cause) {
        afterwards()
        throw cause
      }
    },
    async commitTransaction() {
      await connection.executeQuery(CompiledQuery.raw('COMMIT'))
      afterwards()
    },
    async rollbackTransaction() {
      connection.rollBackIfOpen()
      afterwards()
    },
    async releaseConnection() {
      endTurn()
    },
    async destroy() {
      sqlite.close()
    },
  }
}

/** Kysely asks this whether to queue statements itself; ours has its own queue, which can tell a forgotten transaction. */
class QueuedSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

/** SQLite for whoever has a driver that queues by itself. */
export const dialectOf = (createDriver: () => Driver): Dialect => ({
  createAdapter: () => new QueuedSqliteAdapter(),
  createDriver,
  createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
})

export type SqliteUnits = {
  readonly dialect: Dialect
  /** Marks what runs in `work` as the inside of a transaction: a query that forgets to use it is refused instead of waiting for itself forever. */
  inside<T>(work: () => Promise<T>): Promise<T>
  /** Throws inside such work. */
  refuseInside(): void
}

/** @param write the turn that a single statement takes where it writes; whoever begins a transaction takes it himself */
export const createSqliteDialect = (sqlite: Sqlite.Database, log: Logger, write: Turns = createTurns()): SqliteUnits => {
  const units = new AsyncLocalStorage<Unit>()
  const refuseInside = () => {
    if (units.getStore()?.isOpen) throw new Error('a query inside a transaction must use the transaction it was given')
  }
  return {
    dialect: dialectOf(() => createDriver(sqlite, log, write, refuseInside)),
    async inside(work) {
      const unit: Unit = { isOpen: true }
      try {
        return await units.run(unit, work)
      } finally {
        unit.isOpen = false
      }
    },
    refuseInside,
  }
}
