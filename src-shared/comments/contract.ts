import { z } from 'zod'
import { Actor } from '../history/contract.ts'
import { call, push } from '../ipc/call.ts'
import { CommentId, JobId, TakeId, TrackId } from '../kernel/ids.ts'

export const CommentBody = z
  .string()
  .transform((text) => text.replaceAll('\0', '').trim())
  .pipe(z.string().min(1).max(2_000))

/** What became of the takes that a comment asked for. */
export const CommentTask = z.object({
  groupId: z.string(),
  /** `over`: its jobs ended and none of its takes is there */
  state: z.enum(['waiting', 'ready', 'accepted', 'over']),
  takeIds: z.array(TakeId),
})
export type CommentTask = z.output<typeof CommentTask>

/** A remark pinned to a moment of a song, or to a stretch of it. Seconds from the beginning of its sound. */
export const Comment = z.object({
  id: CommentId,
  trackId: TrackId,
  startSeconds: z.number(),
  endSeconds: z.number().optional(),
  body: z.string(),
  author: Actor,
  createdAt: z.number(),
  updatedAt: z.number(),
  resolvedAt: z.number().optional(),
  task: CommentTask.optional(),
})
export type Comment = z.output<typeof Comment>

const comment = z.object({ commentId: CommentId })
const seconds = z.number().min(0).max(1e6)
/** `stepId`: the step of the library's history, to be taken back */
const Done = z.object({ comment: Comment, stepId: z.number().int().optional() })

export const comments = {
  /** in the order of the song */
  list: call({ input: z.object({ trackId: TrackId }), output: z.array(Comment) }),
  add: call({
    input: z.object({ trackId: TrackId, startSeconds: seconds, endSeconds: seconds.optional(), body: CommentBody }),
    output: Done,
    failures: ['track.not-found', 'comment.outside-song'],
  }),
  edit: call({ input: comment.extend({ body: CommentBody }), output: Done, failures: ['comment.not-found'] }),
  resolve: call({ input: comment.extend({ isResolved: z.boolean() }), output: Done, failures: ['comment.not-found'] }),
  remove: call({ input: comment, output: z.object({ stepId: z.number().int().optional() }), failures: ['comment.not-found'] }),
  /** makes takes of the bars around the comment, with its words (or `prompt`) as the wish; accepting one of them resolves the comment */
  makeTask: call({
    input: comment.extend({ prompt: z.string().max(2_000).optional(), takes: z.number().int().min(1).max(4).default(2) }),
    output: z.object({ groupId: z.string(), jobIds: z.array(JobId), startFrame: z.number().int(), endFrame: z.number().int() }),
    failures: ['comment.not-found', 'comment.not-queued'],
  }),
  changed: push(z.object({ trackIds: z.array(TrackId) })),
} as const
