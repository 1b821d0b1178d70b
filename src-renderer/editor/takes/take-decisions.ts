import type { TakeId } from '../../../src-shared/kernel/ids.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { useTransport } from '../../transport/index.ts'
import { openView } from '../editor-store.ts'
import { select, selectSpan, useSession } from '../session-store.ts'
import { applyEdit } from '../song-edits.ts'
import { notifyWithUndoEdit } from '../undo-notice.ts'
import { activeGroupOf, hearTake, whenHeard } from './audition.ts'
import { heardTakeOf } from './heard-take.ts'

/** The take that Enter and Backspace mean: the one that is heard, when it is not the song itself. */
export const decidedTake = (): Take | undefined => {
  const view = openView()
  const heard = view && heardTakeOf(view, useTransport.getState())
  return heard && heard.id !== view.document.currentTakeId ? heard : undefined
}

/** Puts the changed bars where the musician can hear and change them again. */
export const acceptTake = async (take: Take): Promise<void> => {
  const done = await applyEdit({ type: 'take.accept', takeId: take.id })
  if (!done) return
  if (take.region) selectSpan(take.region)
  else select(undefined)
  useSession.setState({ groupId: undefined, heardBefore: undefined, extension: undefined })
  await hearTake(take.id)
}

export const discardTake = async (take: Take): Promise<void> => {
  const view = openView()
  const group = view && activeGroupOf(view, take.groupId)
  const next = group?.takes.find((one) => one.id !== take.id)
  const wasHeard = decidedTake()?.id === take.id
  const done = await applyEdit({ type: 'take.discard', takeIds: [take.id] })
  if (!done) return
  notifyWithUndoEdit('The take is discarded. Its sound is kept.')
  if (wasHeard) await hearTake(next?.id)
}

/** Enter and Backspace: once the take that was chosen last is the one that is heard. */
const decide = (deed: (take: Take) => Promise<void>) => async (): Promise<void> => {
  await whenHeard()
  const take = decidedTake()
  if (take) await deed(take)
}
export const acceptHeard = decide(acceptTake)
export const discardHeard = decide(discardTake)

export const restoreTake = (takeId: TakeId): Promise<boolean> => applyEdit({ type: 'take.restore', takeIds: [takeId] })
