import { AnswerTrail } from '../../src-shared/llm/contract.ts'
import type { Queries } from '../platform/database/index.ts'

const KEPT = 500

/** Trails of the last answers, kept over restarts, and what was spent. */
export type TrailLedger = {
  keep(trail: AnswerTrail): Promise<void>
  /** newest first */
  latest(count: number): Promise<readonly AnswerTrail[]>
  /** dollars, estimated, since midnight where the musician is */
  spentToday(): Promise<number>
}

export const createTrailLedger = (db: Queries, now: () => number): TrailLedger => ({
  async keep(trail) {
    await db
      .insertInto('language_answers')
      .values({ at: trail.at, dollars: trail.dollars, trail_json: JSON.stringify(trail) })
      .execute()
    const oldest = await db.selectFrom('language_answers').select('row').orderBy('row', 'desc').offset(KEPT).limit(1).executeTakeFirst()
    if (oldest) await db.deleteFrom('language_answers').where('row', '<=', oldest.row).execute()
  },
  async latest(count) {
    const rows = await db.selectFrom('language_answers').select('trail_json').orderBy('row', 'desc').limit(count).execute()
    return rows.flatMap(({ trail_json }) => {
      try {
        return [AnswerTrail.parse(JSON.parse(trail_json))]
      } catch {
        return []
      }
    })
  },
  async spentToday() {
    const midnight = new Date(now()).setHours(0, 0, 0, 0)
    const { sum } = await db
      .selectFrom('language_answers')
      .select((eb) => eb.fn.sum<number | null>('dollars').as('sum'))
      .where('at', '>=', midnight)
      .executeTakeFirstOrThrow()
    return sum ?? 0
  },
})
