import { sql } from 'kysely'
import type { Actor } from '../../src-shared/history/contract.ts'
import type { Database, LibraryStepRow } from '../platform/database/index.ts'
import { forgetStep } from './forget-steps.ts'
import { forgetBefore, openStep } from './step-recorder.ts'
import { MILLISECONDS_BESIDE } from './step-walk.ts'
import { writerOf } from './writer-of.ts'

/** Changes copied in one statement. */
const SLICE = 2_000

export type CopyWords = { readonly label: string; readonly actor: Actor; readonly at: number; readonly owner: string }

/** A new step that would put back what `step` changed; nothing of it is in the library yet. Answers its id. Part by part, whole or not at all. */
export const copyBackwards = async (
  database: Database,
  { id: from, total, fields_json }: LibraryStepRow,
  { label, actor, at, owner }: CopyWords,
): Promise<number> => {
  const id = await database.transaction(async (tx) => {
    const made = await openStep(tx, { actor, at }, label, owner)
    await tx.updateTable('library_steps').set({ fields_json }).where('id', '=', made).execute()
    return made
  })
  const bulk = writerOf(database, total)
  try {
    for (let end = total; end > 0; ) {
      end = await bulk.transaction(async (tx) => {
        const until = performance.now() + (bulk.isBeside ? MILLISECONDS_BESIDE : 0)
        let left = end
        do {
          const first = Math.max(0, left - SLICE)
          await sql`
            INSERT INTO library_changes (step, n, kind, subject_id, track_id, before_json, after_json)
            SELECT ${id}, ${total - 1} - n, kind, subject_id, track_id, after_json, before_json FROM library_changes
            WHERE step = ${from} AND n >= ${first} AND n < ${left} ORDER BY n DESC`.execute(tx)
          left = first
        } while (left > 0 && performance.now() < until)
        return left
      })
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
    await database.transaction(async (tx) => {
      await forgetBefore(tx, id)
      await tx.updateTable('library_steps').set({ total }).where('id', '=', id).execute()
    })
    return id
  } catch (cause) {
    await forgetStep(database, id)
    throw cause
  }
}
