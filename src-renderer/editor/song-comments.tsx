import { useEffect, useReducer } from 'react'
import type { Comment } from '../../src-shared/comments/contract.ts'
import type { ProjectView } from '../../src-shared/project/contract.ts'
import { keyCaps } from '../actions/index.ts'
import { beginComment, CommentPins, CommentsPanel, connectComments, makeTask, useComments } from '../comments/index.ts'
import { transport } from '../transport/index.ts'
import { editorActions } from './editor-actions.ts'
import { markedSpan, selectSpan, useSession } from './session-store.ts'
import { playTake } from './takes/audition.ts'
import { heardNow, seekSong } from './tools/waveform-desk.ts'
import { keepFocus } from './waveform/keep-focus.ts'
import { xOfFrame } from './waveform/viewport.ts'
import { revealFrame, useViewport } from './waveform/viewport-store.ts'

/** Follows the open song's comments. */
export const useSongComments = ({ document }: ProjectView): void => {
  const isWriting = useComments((state) => state.draft !== undefined)
  useEffect(() => connectComments(document.trackId), [document.trackId])
  useEffect(() => {
    if (!isWriting) keepFocus()
  }, [isWriting])
}

/** At the playhead; where bars are marked, over those. */
export const commentHere = (): void => {
  const now = heardNow()
  if (!now) return
  const { sampleRateHz } = now.song
  const marked = markedSpan()
  useSession.setState({ tab: 'comments' })
  beginComment(
    marked
      ? { startSeconds: marked.startFrame / sampleRateHz, endSeconds: marked.endFrame / sampleRateHz }
      : { startSeconds: Math.max(0, transport.currentFrame() - now.shift) / sampleRateHz },
  )
}

const goToComment = ({ startSeconds }: Comment): void => {
  const now = heardNow()
  if (!now) return
  const frame = Math.round(startSeconds * now.song.sampleRateHz) + now.shift
  void seekSong(frame)
  revealFrame(frame)
}

/** marks the bars that the studio works on, with the comment's words as the wish, and queues the takes */
const taskOf = async (comment: Comment): Promise<void> => {
  const asked = await makeTask(comment.id)
  if (!asked) return
  selectSpan(asked)
  useSession.setState({ prompt: comment.body, groupId: asked.groupId })
  revealFrame(asked.startFrame)
}

export const SongCommentsPanel = ({ project }: { readonly project: ProjectView }) => (
  <CommentsPanel
    keys={keyCaps(editorActions.actions.comment.keys?.[0] ?? '')}
    onBegin={commentHere}
    onGoTo={goToComment}
    onTask={(comment) => void taskOf(comment)}
    onHear={({ task }) => {
      const take = project.takes.find(({ id }) => task?.takeIds.includes(id))
      if (!take) return
      useSession.setState({ tab: 'change', groupId: take.groupId })
      void playTake(take)
    }}
  />
)

export const SongCommentPins = () => {
  const view = useViewport((state) => state.view)
  const now = heardNow()
  const [, look] = useReducer((turn: number) => turn + 1, 0)
  // the take may come a moment after the picture
  useEffect(() => {
    if (now) return
    const timer = setTimeout(look, 300)
    return () => clearTimeout(timer)
  })
  if (!now) return null
  const { sampleRateHz } = now.song
  return <CommentPins widthPx={view.widthPx} onGoTo={goToComment} xOf={(seconds) => xOfFrame(view, seconds * sampleRateHz + now.shift)} />
}
