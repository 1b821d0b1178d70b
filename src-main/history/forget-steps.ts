import { type RawBuilder, sql } from 'kysely'
import type { Database, Queries } from '../platform/database/index.ts'

/** Changes forgotten in one statement, and how long a transaction of such statements may take in a thread of its own, milliseconds. */
const SLICE = 2_000
const MILLISECONDS = 300

/** Owner of a step that is only still there to be forgotten: it is nobody's, so whoever recovers after a crash forgets it, too. */
export const NOBODY = 'forgotten'

/** Steps with fewer changes are forgotten on the spot. */
const SMALL = 2_000

/** Forgets steps that nobody is at: small ones at once, large ones are no steps any more and are forgotten later, see `forgetAside`. */
export const putAside = async (db: Queries, which: RawBuilder<boolean>): Promise<void> => {
  await sql`UPDATE library_steps SET total = 0, applied = 0, target = 0, owner = ${NOBODY} WHERE owner IS NULL AND total >= ${SMALL} AND ${which}`.execute(db)
  await sql`DELETE FROM library_steps WHERE owner IS NULL AND ${which}`.execute(db)
}

/** Forgets a step that nothing is in the library of, its newest changes first: a million of them in one statement would hold everybody for seconds. */
export const forgetStep = async ({ bulk }: Pick<Database, 'bulk'>, id: number): Promise<void> => {
  for (;;) {
    const isDone = await bulk.transaction(async (tx) => {
      const until = performance.now() + (bulk.isBeside ? MILLISECONDS : 0)
      do {
        const { numAffectedRows = 0n } = await sql`
          DELETE FROM library_changes WHERE step = ${id} AND n >= (SELECT max(n) FROM library_changes WHERE step = ${id}) - ${SLICE - 1}`.execute(tx)
        if (numAffectedRows === 0n) {
          await tx.deleteFrom('library_steps').where('id', '=', id).execute()
          return true
        }
      } while (performance.now() < until)
      return false
    })
    if (isDone) return
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

/** Forgets what was put aside to be forgotten (see `forgetBefore`). */
export const forgetAside = async (database: Pick<Database, 'bulk' | 'query'>): Promise<void> => {
  const aside = await database.query.selectFrom('library_steps').select('id').where('owner', '=', NOBODY).execute()
  for (const { id } of aside) await forgetStep(database, id)
}
