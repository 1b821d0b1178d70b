import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { Score } from '../../src-shared/score/score.ts'
import type { Queries } from '../platform/database/index.ts'
import { readStored } from './stored-json.ts'

/** A score ready to be written: named by the sha-256 of its JSON, deflated. */
export type PackedScore = { readonly sha256: Sha256; readonly body: Uint8Array }

/** Done before a transaction begins, because it takes some milliseconds. */
export const packScore = async (score: Score): Promise<PackedScore> => {
  const json = JSON.stringify(score)
  return { sha256: createHash('sha256').update(json).digest('hex') as Sha256, body: await promisify(deflate)(json) }
}

export const shelveScore = async (db: Queries, { sha256, body }: PackedScore, now: number): Promise<void> => {
  await db
    .insertInto('scores')
    .values({ sha256, body, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** @throws FailureError library.damaged-entry */
export const findScore = async (db: Queries, sha256: Sha256): Promise<Score | undefined> => {
  const row = await db.selectFrom('scores').select('body').where('sha256', '=', sha256).executeTakeFirst()
  if (!row) return undefined
  const json = await promisify(inflate)(row.body).catch(() => Buffer.from('unreadable'))
  return readStored(Score, json.toString('utf8'), 'a score')
}
