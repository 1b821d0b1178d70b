import type { comments } from '../../src-shared/comments/contract.ts'
import type { editing } from '../../src-shared/editing/contract.ts'
import { DEFAULT_REMIX_CONTROLS } from '../../src-shared/generation/plan.ts'
import type { Actor } from '../../src-shared/history/contract.ts'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { failure } from '../../src-shared/kernel/failure.ts'
import type { CommentId, IdSource, TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import { announceWritten, type RowEnd, recordStep } from '../history/index.ts'
import type { TrackReader } from '../library/index.ts'
import type { CommentRow, Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import { barsAround } from './bars-around.ts'
import { findComment, listComments } from './comment-rows.ts'

export type CommentParts = {
  readonly database: Database
  readonly events: Events
  readonly ids: IdSource
  readonly now: () => number
  readonly actor?: Actor
  readonly songs: Pick<TrackReader, 'find' | 'findTake'>
  readonly regenerate: Handlers<typeof editing>['regenerate']
}

const lost = () => err(failure('comment.not-found', 'This comment is not there any more.'))

/** "1:12" */
const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

type Change = Partial<Pick<CommentRow, 'body' | 'resolved_at' | 'group_id' | 'job_id'>>

export const createCommentHandlers = (parts: CommentParts): Handlers<typeof comments> & { resolveAccepted(trackId: TrackId): Promise<void> } => {
  const { database, events, ids, now, songs, actor = 'person' } = parts

  /** what the row was in these columns, and becomes: a step of the history */
  const change = async (commentId: CommentId, label: (row: CommentRow) => string, change: Change, by: Actor = actor) => {
    const found = await findComment(database.query, commentId)
    if (!found) return lost()
    const { row } = found
    const at = now()
    const names = Object.keys(change) as (keyof Change)[]
    if (names.every((name) => row[name] === change[name])) return ok({ comment: found.comment })
    const before: RowEnd = { ...Object.fromEntries(names.map((name) => [name, row[name]])), updated_at: row.updated_at }
    const after: RowEnd = { ...change, updated_at: at }
    const step = await database.transaction((tx) =>
      recordStep(tx, { actor: by, at }, label(row), (notes) => notes.comment(commentId, row.track_id, before, after)),
    )
    if (step) announceWritten(events, step)
    const fresh = await findComment(database.query, commentId)
    return fresh ? ok({ comment: fresh.comment, ...(step && { stepId: step.stepId }) }) : lost()
  }
  const place = ({ start_seconds }: Pick<CommentRow, 'start_seconds'>) => `the comment at ${clock(start_seconds)}`

  return {
    list: async ({ trackId }) => ok(await listComments(database.query, trackId)),

    async add({ trackId, startSeconds, endSeconds, body }) {
      const song = await songs.find(trackId)
      if (!song) return err(failure('track.not-found', 'This song is not in the library any more.'))
      if (startSeconds > song.seconds || (endSeconds !== undefined && (endSeconds > song.seconds + 0.001 || endSeconds <= startSeconds)))
        return err(failure('comment.outside-song', `“${song.title}” ends at ${clock(song.seconds)}. Pin the comment to a place inside it.`))
      const id = ids.comment()
      const at = now()
      const row = { id, track_id: trackId, start_seconds: startSeconds, end_seconds: endSeconds ?? null, body, author: actor, created_at: at, updated_at: at }
      const step = await database.transaction((tx) =>
        recordStep(tx, { actor, at }, `Comment on “${song.title}” at ${clock(startSeconds)}`, (notes) => notes.comment(id, trackId, undefined, row)),
      )
      if (step) announceWritten(events, step)
      const made = await findComment(database.query, id)
      return made
        ? ok({ comment: made.comment, ...(step && { stepId: step.stepId }) })
        : err(failure('track.not-found', 'This song has just left the library.'))
    },

    edit: ({ commentId, body }) => change(commentId, (row) => `Edit ${place(row)}`, { body }),

    async resolve({ commentId, isResolved }) {
      const found = await findComment(database.query, commentId)
      if (found && (found.row.resolved_at !== null) === isResolved) return ok({ comment: found.comment })
      return change(commentId, (row) => `${isResolved ? 'Resolve' : 'Open again'} ${place(row)}`, { resolved_at: isResolved ? now() : null })
    },

    async remove({ commentId }) {
      const found = await findComment(database.query, commentId)
      if (!found) return lost()
      const { row: _row, ...whole } = found.row
      const step = await database.transaction((tx) =>
        recordStep(tx, { actor, at: now() }, `Delete ${place(found.row)}`, (notes) => notes.comment(commentId, found.row.track_id, whole, undefined)),
      )
      if (step) announceWritten(events, step)
      return ok(step ? { stepId: step.stepId } : {})
    },

    async makeTask({ commentId, prompt, takes }) {
      const found = await findComment(database.query, commentId)
      if (!found) return lost()
      const song = await songs.find(found.row.track_id)
      const take = song && (await songs.findTake(song.currentTakeId))
      if (!song || !take) return err(failure('comment.not-queued', 'The song of this comment is not in the library any more.'))
      const { startSeconds, endSeconds, body } = found.comment
      if (startSeconds * take.sampleRateHz >= take.lengthFrames)
        return err(failure('comment.not-queued', `The song is shorter now and has no ${clock(startSeconds)} any more. Move the comment, or pin a new one.`))
      const span = barsAround(take, startSeconds, endSeconds)
      const asked = await parts.regenerate({ trackId: song.id, ...span, prompt: prompt ?? body, controls: DEFAULT_REMIX_CONTROLS, takes })
      if (!asked.ok) return err(failure('comment.not-queued', asked.error.message, { cause: asked.error.code }))
      const { groupId, jobIds } = asked.value
      const linked = await change(commentId, (row) => `Make a task of ${place(row)}`, { group_id: groupId, job_id: jobIds[0] ?? null })
      return linked.ok ? ok({ groupId, jobIds, ...span }) : linked
    },

    /** a comment whose task's take was accepted is done */
    async resolveAccepted(trackId) {
      for (const { id, task } of await listComments(database.query, trackId)) {
        if (task?.state !== 'accepted') continue
        const found = await findComment(database.query, id)
        // only once: who opens it again afterwards means it
        if (!found || found.row.job_id === null) continue
        const resolved_at = found.row.resolved_at ?? now()
        await change(id, (row) => `Resolve ${place(row)}: its take was accepted`, { resolved_at, job_id: null }, 'pipeline')
      }
    },
  }
}
