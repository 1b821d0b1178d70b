import Sqlite from 'better-sqlite3'
import { getLoadablePath } from 'sqlite-vec'
import type { Near, VectorRow } from './vector-store.ts'

/** A file of vectors beside the library: a table a model. Every query looks at every row; it runs in a thread. */
export type VectorFile = { readonly path: string; readonly table: string; readonly size: number }

const open = new Map<string, Sqlite.Database>()

/** in a packaged app the extension lies outside the archive, where the system can load it */
const extensionPath = (): string => getLoadablePath().replace(/([/\\])app\.asar([/\\])/, '$1app.asar.unpacked$2')

const fileOf = ({ path, table, size }: VectorFile): Sqlite.Database => {
  const known = open.get(path)
  const db = known ?? new Sqlite(path)
  if (!known) {
    try {
      db.pragma('journal_mode = wal')
      // it is made again from the library when a power cut takes its end
      db.pragma('synchronous = off')
      db.loadExtension(extensionPath())
      open.set(path, db)
    } catch (cause) {
      db.close()
      throw cause
    }
  }
  db.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS ${table} USING vec0 (id TEXT PRIMARY KEY, embedding FLOAT[${size}] distance_metric=cosine, +content TEXT)`)
  return db
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength)

export const listVectors = (file: VectorFile): readonly (readonly [string, string])[] =>
  fileOf(file).prepare<[], [string, string]>(`SELECT id, content FROM ${file.table}`).raw().all()

export const removeVectors = ({ ids, ...file }: VectorFile & { readonly ids: readonly string[] }): void => {
  const db = fileOf(file)
  const remove = db.prepare(`DELETE FROM ${file.table} WHERE id = ?`)
  db.transaction(() => ids.forEach((id) => void remove.run(id)))()
}

export const putVectors = ({ rows, ...file }: VectorFile & { readonly rows: readonly VectorRow[] }): void => {
  const db = fileOf(file)
  const remove = db.prepare(`DELETE FROM ${file.table} WHERE id = ?`)
  const insert = db.prepare(`INSERT INTO ${file.table} (id, embedding, content) VALUES (?, ?, ?)`)
  db.transaction(() => {
    for (const { id, vector, contentSha256 } of rows) {
      remove.run(id)
      insert.run(id, bytesOf(vector), contentSha256)
    }
  })()
}

export const nearestVectors = ({ vector, count, ...file }: VectorFile & { readonly vector: Float32Array; readonly count: number }): readonly Near[] =>
  fileOf(file)
    .prepare<[Uint8Array, number], { id: string; distance: number }>(`SELECT id, distance FROM ${file.table} WHERE embedding MATCH ? AND k = ?`)
    .all(bytesOf(vector), count)
    .map(({ id, distance }) => ({ id, similarity: 1 - distance }))

/** A file that is no database, or whose pages are damaged, goes; a new one is filled from the library. */
export const isDamagedFile = (cause: unknown): boolean => cause instanceof Sqlite.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(cause.code)

export const forgetFile = (path: string): void => {
  open.get(path)?.close()
  open.delete(path)
}
