import type { TakeId } from '../../../src-shared/kernel/ids.ts'
import { compPieces, EMPTY_COMP } from '../../../src-shared/project/comp-pieces.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notify, notifyFailure } from '../../notices/index.ts'
import { useTransport } from '../../transport/index.ts'
import { openView } from '../editor-store.ts'
import { useSession } from '../session-store.ts'
import { applyEdit } from '../song-edits.ts'
import { hearTake, playTake } from '../takes/audition.ts'
import { heardTakeOf } from '../takes/heard-take.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { isEmpty, spanOf } from '../time/keyboard-selection.ts'
import type { Span } from '../time/time-words.ts'
import { notifyWithUndoEdit } from '../undo-notice.ts'
import { useCompDesk } from './comp-store.ts'

/** The picture of the drag stays until main has answered, so that nothing jumps back and forth. */
const settled = async (done: Promise<boolean>): Promise<void> => {
  await done
  useCompDesk.setState({ preview: undefined })
}

/** Whoever swipes wants to hear what came of it. */
export const swipeLane = (takeId: TakeId, span: Span): Promise<void> => {
  hearComp()
  return settled(applyEdit({ type: 'comp.use', takeId, ...span }))
}

export const hearComp = (): void => {
  useCompDesk.setState({ isCompHeard: true })
  const view = openView()
  if (view && heardTakeOf(view, useTransport.getState())?.id !== view.document.currentTakeId) void hearTake(view.document.currentTakeId)
}

export const moveEdge = async (fromFrame: number, toFrame: number): Promise<void> => {
  const done = fromFrame !== toFrame && (await applyEdit({ type: 'comp.move-edge', fromFrame, toFrame }))
  useCompDesk.setState({ preview: undefined, ...(done && { edgeFrame: toFrame }) })
}

/** undefined: the usual length */
export const setFade = (atFrame: number, seconds: number | undefined): Promise<void> =>
  settled(applyEdit({ type: 'comp.fade', atFrame, ...(seconds !== undefined && { seconds }) }))

export const clearComp = async (): Promise<void> => {
  const done = await applyEdit({ type: 'comp.clear' })
  useCompDesk.setState({ edgeFrame: undefined })
  if (done) notifyWithUndoEdit('The comp is cleared.')
}

const markedNow = (): Span | undefined => {
  const { selection } = useSession.getState()
  return selection && !isEmpty(selection) ? spanOf(selection) : undefined
}

/**
 * A click on a lane, or Enter: it plays the marked bars where they are under the pointer (or there is no pointer), else the whole piece under the
 * pointer.
 */
export const letLanePlay = (takeId: TakeId, frame: number | undefined): void => {
  const view = openView()
  const song = view && currentTakeOf(view)
  if (!view || !song) return
  const marked = markedNow()
  const isMarkMeant = marked && (frame === undefined || (frame >= marked.startFrame && frame < marked.endFrame))
  const pieces = compPieces(view.document.comp ?? EMPTY_COMP, song)
  const piece = frame === undefined || pieces.length < 2 ? undefined : pieces.find(({ startFrame, endFrame }) => frame >= startFrame && frame < endFrame)
  const span = isMarkMeant ? marked : piece
  if (!span) notify('Swipe over the bars that this take should play, or mark them first and press Enter.')
  else void swipeLane(takeId, { startFrame: span.startFrame, endFrame: span.endFrame })
}

/** Makes the comp a take, which is then proven, heard and accepted like any other. */
export const makeComp = async (): Promise<void> => {
  const view = openView()
  if (!view) return
  const reply = await studio.editing.comp({ trackId: view.document.trackId })
  if (!reply.ok) notifyFailure(reply.error)
  else useSession.setState({ groupId: reply.value.groupId, heardBefore: undefined, tab: 'change' })
}

/** A lane alone; for the song's lane that is the song without the comp. */
export const playLane = (take: Take): void => {
  if (take.id === openView()?.document.currentTakeId) useCompDesk.setState({ isCompHeard: false })
  void playTake(take)
}
