import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../platform/database/index.ts'

const Row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))
/** One end of a comment's or a saved search's change: its columns, all of them where it was made or deleted. */
export type RowEnd = z.output<typeof Row>

/** Puts a row's columns back, the row itself where it was deleted; answers false where it, or the song that it is about, is not there any more. */
export const writeRow = async (tx: Tx, table: 'comments' | 'saved_searches', id: string, text: string | null): Promise<boolean> => {
  const into = sql.table(table)
  if (text === null) {
    await sql`DELETE FROM ${into} WHERE id = ${id}`.execute(tx)
    return true
  }
  const row = Row.parse(JSON.parse(text))
  const names = Object.keys(row)
  const there = await sql`SELECT 1 FROM ${into} WHERE id = ${id}`.execute(tx)
  if (there.rows.length > 0) {
    await sql`UPDATE ${into} SET ${sql.join(names.map((name) => sql`${sql.ref(name)} = ${row[name] ?? null}`))} WHERE id = ${id}`.execute(tx)
    return true
  }
  if (!row.id) return false
  if ('track_id' in row) {
    const song = await sql`SELECT 1 FROM tracks WHERE id = ${row.track_id ?? null}`.execute(tx)
    if (song.rows.length === 0) return false
  }
  await sql`INSERT INTO ${into} (${sql.join(names.map((name) => sql.ref(name)))}) VALUES (${sql.join(names.map((name) => row[name] ?? null))})`.execute(tx)
  return true
}
