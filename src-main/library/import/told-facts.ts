import { sql } from 'kysely'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Key } from '../../../src-shared/score/score.ts'
import type { Tx } from '../../platform/database/index.ts'

/** What is said about a song beside its sound: by another studio, or by the file's own tags. */
export type ToldFacts = {
  readonly title?: string | undefined
  readonly prompt?: string | undefined
  readonly seed?: number | undefined
  readonly engineVersion?: string | undefined
  readonly style?: string | undefined
  readonly artist?: string | undefined
  readonly key?: Key | undefined
  readonly licence?: string | undefined
  readonly isFavourite?: boolean | undefined
  readonly rating?: number | undefined
  readonly mood?: string | undefined
  readonly tags?: readonly string[] | undefined
  /** milliseconds since 1970 */
  readonly createdAt?: number | undefined
  readonly reason?: string | undefined
}

/** What a new song does not take when it is created; part of its transaction. */
export const writeToldFacts = async (tx: Tx, trackId: TrackId, { isFavourite, rating, mood, tags, createdAt }: ToldFacts): Promise<void> => {
  const columns = {
    ...(isFavourite && { is_favourite: 1 }),
    ...(rating !== undefined && { rating }),
    ...(mood !== undefined && { mood }),
    ...(tags && { tags_json: JSON.stringify(tags) }),
    ...(createdAt !== undefined && { created_at: createdAt }),
  }
  if (Object.keys(columns).length === 0) return
  await tx
    .updateTable('tracks')
    .set({ ...columns, updated_at: sql`updated_at` })
    .where('id', '=', trackId)
    .execute()
}
