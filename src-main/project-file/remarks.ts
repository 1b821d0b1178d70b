import { z } from 'zod'
import type { IdSource, TrackId } from '../../src-shared/kernel/ids.ts'
import type { Queries, Tx } from '../platform/database/index.ts'

/** A remark of a song as it travels: whose job made takes of it is of no use elsewhere, which takes they are is. */
export const PackedComment = z.object({
  startSeconds: z.number(),
  endSeconds: z.number().optional(),
  body: z.string().min(1).max(2_000),
  author: z.enum(['person', 'agent', 'pipeline']),
  createdAt: z.number(),
  updatedAt: z.number(),
  resolvedAt: z.number().optional(),
  groupId: z.string().optional(),
})
export type PackedComment = z.output<typeof PackedComment>

export const packComments = async (db: Queries, trackId: TrackId): Promise<PackedComment[]> => {
  const rows = await db.selectFrom('comments').selectAll().where('track_id', '=', trackId).orderBy('row').execute()
  return rows.map(({ start_seconds, end_seconds, body, author, created_at, updated_at, resolved_at, group_id }) => ({
    ...{ startSeconds: start_seconds, body, author, createdAt: created_at, updatedAt: updated_at },
    ...(end_seconds !== null && { endSeconds: end_seconds }),
    ...(resolved_at !== null && { resolvedAt: resolved_at }),
    ...(group_id !== null && { groupId: group_id }),
  }))
}

/** Part of the transaction that writes the song. */
export const unpackComments = async (tx: Tx, trackId: TrackId, comments: readonly PackedComment[], ids: Pick<IdSource, 'comment'>): Promise<void> => {
  for (const { startSeconds, endSeconds, body, author, createdAt, updatedAt, resolvedAt, groupId } of comments)
    await tx
      .insertInto('comments')
      .values({
        id: ids.comment(),
        track_id: trackId,
        start_seconds: startSeconds,
        end_seconds: endSeconds ?? null,
        body,
        author,
        created_at: createdAt,
        updated_at: updatedAt,
        resolved_at: resolvedAt ?? null,
        job_id: null,
        group_id: groupId ?? null,
      })
      .execute()
}
