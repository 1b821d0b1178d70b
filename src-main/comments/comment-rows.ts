import type { Comment, CommentTask } from '../../src-shared/comments/contract.ts'
import type { CommentId, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { CommentRow, Queries } from '../platform/database/index.ts'

/** Takes that the tasks of comments made, and whether their jobs go on; by group. */
const tasksOf = async (db: Queries, rows: readonly CommentRow[]): Promise<Map<string, CommentTask>> => {
  const groups = rows.flatMap(({ group_id }) => (group_id === null ? [] : [group_id]))
  const [first] = rows
  if (groups.length === 0 || !first) return new Map()
  const takes = await db.selectFrom('takes').select(['id', 'group_id', 'parent_take_id']).where('track_id', '=', first.track_id).execute()
  const jobs = await db.selectFrom('jobs').select(['group_id', 'state']).where('group_id', 'in', groups).execute()
  const song = await db.selectFrom('tracks').select('current_take_id').where('id', '=', first.track_id).executeTakeFirst()
  const parents = new Map(takes.map(({ id, parent_take_id }) => [id, parent_take_id]))
  // the song that plays, and all that it was made from
  const heard = new Set<TakeId>()
  for (let id: TakeId | null | undefined = song?.current_take_id; id && !heard.has(id); id = parents.get(id)) heard.add(id)
  return new Map(
    groups.map((groupId) => {
      const takeIds = takes.filter(({ group_id }) => group_id === groupId).map(({ id }) => id)
      const isWaiting = jobs.some(({ group_id, state }) => group_id === groupId && ['queued', 'running', 'paused'].includes(state))
      const state = takeIds.some((id) => heard.has(id)) ? 'accepted' : takeIds.length > 0 ? 'ready' : isWaiting ? 'waiting' : 'over'
      return [groupId, { groupId, state, takeIds }] as const
    }),
  )
}

const commentOf = (row: CommentRow, task: CommentTask | undefined): Comment => ({
  id: row.id,
  trackId: row.track_id,
  startSeconds: row.start_seconds,
  ...(row.end_seconds !== null && { endSeconds: row.end_seconds }),
  body: row.body,
  author: row.author,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  ...(row.resolved_at !== null && { resolvedAt: row.resolved_at }),
  ...(task && { task }),
})

const withTasks = async (db: Queries, rows: readonly CommentRow[]): Promise<Comment[]> => {
  const tasks = await tasksOf(db, rows)
  return rows.map((row) => commentOf(row, row.group_id === null ? undefined : tasks.get(row.group_id)))
}

/** in the order of the song */
export const listComments = async (db: Queries, trackId: TrackId): Promise<Comment[]> =>
  withTasks(db, await db.selectFrom('comments').selectAll().where('track_id', '=', trackId).orderBy('start_seconds').orderBy('created_at').execute())

export const findComment = async (db: Queries, id: CommentId): Promise<{ row: CommentRow; comment: Comment } | undefined> => {
  const row = await db.selectFrom('comments').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const [comment] = await withTasks(db, [row])
  return comment && { row, comment }
}
