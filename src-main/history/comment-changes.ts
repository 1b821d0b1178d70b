import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../platform/database/index.ts'

const Row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))
export type CommentEnd = z.output<typeof Row>

/** Puts a comment's columns back, the comment itself where it was deleted; answers false where it, or its song, is not there any more. */
export const writeComment = async (tx: Tx, commentId: string, text: string | null): Promise<boolean> => {
  if (text === null) {
    await sql`DELETE FROM comments WHERE id = ${commentId}`.execute(tx)
    return true
  }
  const row = Row.parse(JSON.parse(text))
  const names = Object.keys(row)
  const there = await sql`SELECT 1 FROM comments WHERE id = ${commentId}`.execute(tx)
  if (there.rows.length > 0) {
    await sql`UPDATE comments SET ${sql.join(names.map((name) => sql`${sql.ref(name)} = ${row[name] ?? null}`))} WHERE id = ${commentId}`.execute(tx)
    return true
  }
  const song = await sql`SELECT 1 FROM tracks WHERE id = ${row.track_id ?? null}`.execute(tx)
  if (!row.id || song.rows.length === 0) return false
  await sql`INSERT INTO comments (${sql.join(names.map((name) => sql.ref(name)))}) VALUES (${sql.join(names.map((name) => row[name] ?? null))})`.execute(tx)
  return true
}
