import { sql } from 'kysely'
import type { Queries } from '../platform/database/index.ts'

/** Another word after every change: `data_version` counts the commits of other connections, `total_changes()` the rows this one changed. */
const stampOf = async (db: Queries): Promise<string> => {
  const { rows } = await sql<{ stamp: string }>`SELECT data_version || ' ' || total_changes() AS stamp FROM pragma_data_version()`.execute(db)
  return rows[0]?.stamp ?? ''
}

export type KeptAnswers<A> = (question: string, answer: () => Promise<A>) => Promise<A>

/** Keeps the `most` newest answers until anything in the database changes, by whomever. */
export const createKeptAnswers = <A>(db: Queries, most: number): KeptAnswers<A> => {
  const kept = new Map<string, A>()
  let stamp = ''
  return async (question, answer) => {
    const mine = await stampOf(db)
    if (mine !== stamp) kept.clear()
    stamp = mine
    const known = kept.get(question)
    const found = known ?? (await answer())
    // what changed while this was answered may be missing in it
    if (stamp !== mine) return found
    kept.delete(question)
    kept.set(question, found)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return found
  }
}
