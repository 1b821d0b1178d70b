import { create } from 'zustand'
import type { Walked } from '../../src-shared/history/contract.ts'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { studio } from '../bridge/studio-client.ts'
import { notify, notifyFailure } from '../notices/index.ts'

type Answer = { readonly ok: true; readonly value: Walked } | { readonly ok: false; readonly error: Failure }

/** A large step on its way, of this window. */
type Walk = { readonly stepId: number; readonly label: string; readonly fraction: number }
/** A place of a song's history to which other songs would have to come along. */
type Asked = { readonly stepId: number; readonly trackId: TrackId; readonly otherSongs: number }
type HistoryState = { readonly isOpen: boolean; readonly walk: Walk | undefined; readonly asked: Asked | undefined }
export const useHistory = create<HistoryState>()(() => ({ isOpen: false, walk: undefined, asked: undefined }))
export const openHistory = (): void => useHistory.setState({ isOpen: true })
export const closeHistory = (): void => useHistory.setState({ isOpen: false })

const tell = (reply: Answer): void => {
  useHistory.setState({ walk: undefined })
  if (reply.ok) notify(reply.value.message)
  else if (reply.error.code === 'history.nothing-to-undo' || reply.error.code === 'history.nothing-to-redo') notify(reply.error.message)
  else notifyFailure(reply.error)
}

export const undoLibrary = async (): Promise<void> => tell(await studio.history.undo({}))
export const redoLibrary = async (): Promise<void> => tell(await studio.history.redo({}))
export const goToStep = async (stepId: number): Promise<void> => tell(await studio.history.goTo({ stepId }))

/** Only what the library did to this song goes back or forward; where other songs would go along, it is asked first. */
export const goToStepOfSong = async (stepId: number, trackId: TrackId): Promise<void> => {
  const trial = await studio.history.goTo({ stepId, trackId, isTrial: true })
  if (!trial.ok) return tell(trial)
  const { otherSongs } = trial.value
  if (otherSongs > 0) useHistory.setState({ asked: { stepId, trackId, otherSongs } })
  else tell(await studio.history.goTo({ stepId, trackId }))
}
export const answerAsked = async (isYes: boolean): Promise<void> => {
  const { asked } = useHistory.getState()
  useHistory.setState({ asked: undefined })
  if (asked && isYes) tell(await studio.history.goTo({ stepId: asked.stepId, trackId: asked.trackId }))
}
/**
 * Answers the step that stands now instead: the same one, undone, or a newer one that put back what it changed. Undefined: refused, and said.
 * `isTold`: also that it was undone already, and nothing was done.
 */
export const takeBack = async (stepId: number, isTold = true): Promise<Walked | undefined> => {
  const reply = await studio.history.takeBack({ stepId })
  if (isTold || !reply.ok || reply.value.steps > 0) tell(reply)
  return reply.ok ? reply.value : undefined
}
export const stopWalk = (stepId: number): void => void studio.history.stop({ stepId })

/** Says what was done, with a button that takes it back. */
export const notifyWithUndo = (text: string, stepId: number | undefined): void =>
  notify(text, stepId === undefined ? undefined : { label: 'Undo', run: () => void takeBack(stepId) })

export const connectHistory = (): (() => void) => {
  const stops = [
    studio.history.on('progressed', (walk) => useHistory.setState({ walk })),
    // told at the end of every walk, whoever began it
    studio.history.on('changed', () => useHistory.setState({ walk: undefined })),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
