import { create } from 'zustand'
import type { Comment } from '../../src-shared/comments/contract.ts'
import type { CommentId, TrackId } from '../../src-shared/kernel/ids.ts'
import { studio } from '../bridge/studio-client.ts'
import { goToStepOfSong, takeBack } from '../history/index.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { type CommentDeed, followHistory, inOrder, type UndoneDeed } from './comment-deeds.ts'

/** A comment that is being written, seconds. */
export type Draft = { readonly startSeconds: number; readonly endSeconds?: number | undefined }
type Comments = {
  readonly trackId: TrackId | undefined
  readonly list: readonly Comment[]
  readonly draft: Draft | undefined
  readonly focusId: CommentId | undefined
  /** what was done to comments since the song was opened, newest last: what Undo may mean */
  readonly deeds: readonly CommentDeed[]
  /** what Undo took back of them, in their order: what Redo may mean */
  readonly undone: readonly UndoneDeed[]
}
export const useComments = create<Comments>()(() => ({ trackId: undefined, list: [], draft: undefined, focusId: undefined, deeds: [], undone: [] }))

const read = async (): Promise<void> => {
  const { trackId } = useComments.getState()
  if (!trackId) return
  const reply = await studio.comments.list({ trackId })
  if (useComments.getState().trackId !== trackId) return
  if (reply.ok) useComments.setState({ list: reply.value })
  else notifyFailure(reply.error)
}

/** Follows the comments of the open song. Returns the way to stop. */
export const connectComments = (trackId: TrackId): (() => void) => {
  useComments.setState({ trackId, list: [], draft: undefined, focusId: undefined, deeds: [], undone: [] })
  void read()
  const stops = [
    studio.comments.on('changed', ({ trackIds }) => (trackIds.length === 0 || trackIds.includes(trackId)) && void read()),
    studio.editing.on('takeReady', (ready) => ready.trackId === trackId && void read()),
    studio.project.on('changed', ({ document }) => document.trackId === trackId && void read()),
    studio.jobs.on('changed', ({ subjectId }) => subjectId === trackId && void read()),
    studio.history.on('changed', () => void readHistory(trackId)),
  ]
  return () => {
    for (const stop of stops) stop()
    useComments.setState({ trackId: undefined, list: [], draft: undefined, deeds: [], undone: [] })
  }
}

/** The history was walked, perhaps from its panel or by a command: Undo must not mean what is undone already. */
const readHistory = async (trackId: TrackId): Promise<void> => {
  const { deeds, undone } = useComments.getState()
  if (deeds.length + undone.length === 0) return
  const reply = await studio.history.list({ scope: 'song', trackId, limit: 200 })
  if (reply.ok && useComments.getState().trackId === trackId) useComments.setState((now) => followHistory(now, reply.value.lines))
}

const done = (label: string, { stepId }: { readonly stepId?: number | undefined }): void => {
  if (stepId !== undefined) useComments.setState(({ deeds }) => ({ deeds: [...deeds, { stepId, label, at: Date.now() }], undone: [] }))
}

/** False: it had been undone already, elsewhere, so nothing was done and Undo means something else. */
export const takeBackDeed = async (deed: CommentDeed, isTold = true): Promise<boolean> => {
  useComments.setState(({ deeds }) => ({ deeds: deeds.filter(({ stepId }) => stepId !== deed.stepId) }))
  const walked = await takeBack(deed.stepId, isTold)
  // the history may have been followed meanwhile
  const add = (by: number) =>
    useComments.setState(({ undone }) => ({ undone: inOrder([...undone.filter(({ stepId }) => stepId !== deed.stepId), { ...deed, by }]) }))
  if (walked) add(walked.stepId)
  return walked === undefined || walked.steps > 0
}

export const putBackDeed = async ({ by, ...deed }: UndoneDeed): Promise<void> => {
  const { trackId } = useComments.getState()
  if (!trackId) return
  useComments.setState(({ undone }) => ({ undone: undone.filter(({ stepId }) => stepId !== deed.stepId) }))
  let { stepId } = deed
  if (by === stepId) await goToStepOfSong(stepId, trackId)
  else {
    const made = await takeBack(by)
    if (made === undefined) return
    if (made.stepId !== by) stepId = made.stepId
  }
  useComments.setState(({ deeds }) => ({ deeds: inOrder([...deeds, { ...deed, stepId }]) }))
}

export const beginComment = (draft: Draft): void => useComments.setState({ draft })
export const dropComment = (): void => useComments.setState({ draft: undefined })

export const addComment = async (body: string): Promise<void> => {
  const { trackId, draft } = useComments.getState()
  if (!trackId || !draft || body.trim() === '') return
  const reply = await studio.comments.add({ trackId, ...draft, body })
  if (!reply.ok) return notifyFailure(reply.error)
  useComments.setState({ draft: undefined, focusId: reply.value.comment.id })
  done('Add the comment', reply.value)
}
export const editComment = async (commentId: CommentId, body: string): Promise<void> => {
  const reply = await studio.comments.edit({ commentId, body })
  if (!reply.ok) return notifyFailure(reply.error)
  done('Edit the comment', reply.value)
}
export const resolveComment = async (commentId: CommentId, isResolved: boolean): Promise<void> => {
  const reply = await studio.comments.resolve({ commentId, isResolved })
  if (!reply.ok) return notifyFailure(reply.error)
  done(isResolved ? 'Resolve the comment' : 'Open the comment again', reply.value)
}
export const removeComment = async (commentId: CommentId): Promise<void> => {
  const reply = await studio.comments.remove({ commentId })
  if (!reply.ok) return notifyFailure(reply.error)
  const { stepId } = reply.value
  done('Delete the comment', reply.value)
  const deed = useComments.getState().deeds.find((one) => one.stepId === stepId)
  notify('Comment deleted', deed && { label: 'Undo', run: () => void takeBackDeed(deed) })
}
/** Queues takes of the bars around the comment; answers those bars. */
export const makeTask = async (
  commentId: CommentId,
): Promise<{ readonly startFrame: number; readonly endFrame: number; readonly groupId: string } | undefined> => {
  const reply = await studio.comments.makeTask({ commentId })
  if (!reply.ok) {
    notifyFailure(reply.error)
    return undefined
  }
  notify('Takes are being made as the comment asks')
  return reply.value
}
