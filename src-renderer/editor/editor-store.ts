import { create } from 'zustand'
import type { RegenerateWay, WayOption } from '../../src-shared/editing/ways.ts'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { ProjectView } from '../../src-shared/project/contract.ts'
import { studio } from '../bridge/studio-client.ts'

/** What Regenerate would do with the open song, and what else it could. */
export type Choice = { readonly strategy: string; readonly reason: string; readonly chosen: RegenerateWay; readonly ways: readonly WayOption[] }

/** Mirror of what main says about the open song. Nothing here is changed by the window: edits go to main and come back as a view. */
export type EditorState =
  | { readonly status: 'closed'; readonly trackId: undefined }
  | { readonly status: 'loading'; readonly trackId: TrackId }
  | { readonly status: 'failed'; readonly trackId: TrackId; readonly failure: Failure }
  | { readonly status: 'ready'; readonly trackId: TrackId; readonly view: ProjectView; readonly choice: Choice | undefined }

export const useEditor = create<EditorState>()(() => ({ status: 'closed', trackId: undefined }))

/** The name of the open song, while one is open. */
export const useOpenTitle = (): string | undefined => useEditor((state) => (state.status === 'ready' ? state.view.title : undefined))

export const openView = (): ProjectView | undefined => {
  const state = useEditor.getState()
  return state.status === 'ready' ? state.view : undefined
}

/** Reads the song and what Regenerate would do with it. A slower answer for a song that was left meanwhile is dropped. */
export const openProject = async (trackId: TrackId): Promise<void> => {
  const before = useEditor.getState()
  if (before.trackId !== trackId || before.status === 'failed') useEditor.setState({ status: 'loading', trackId }, true)
  const [opened, choice] = await Promise.all([studio.project.open({ trackId }), studio.editing.strategy({ trackId })])
  if (useEditor.getState().trackId !== trackId) return
  if (!opened.ok) useEditor.setState({ status: 'failed', trackId, failure: opened.error }, true)
  else useEditor.setState({ status: 'ready', trackId, view: opened.value, choice: choice.ok ? choice.value : undefined }, true)
}

export const closeProject = (): void => useEditor.setState({ status: 'closed', trackId: undefined }, true)

/** Takes a newer view of the open song; older ones and those of other songs are ignored. */
export const receiveView = (view: ProjectView): void => {
  const state = useEditor.getState()
  if (state.status !== 'ready' || state.trackId !== view.document.trackId || view.revision < state.view.revision) return
  useEditor.setState({ ...state, view }, true)
  if (view.document.currentTakeId !== state.view.document.currentTakeId) void askAgain(view.document.trackId)
}

/** Another take may have no score, and a model may have come or gone. */
const askAgain = async (trackId: TrackId): Promise<void> => {
  const choice = await studio.editing.strategy({ trackId })
  const state = useEditor.getState()
  if (state.status === 'ready' && state.trackId === trackId && choice.ok) useEditor.setState({ ...state, choice: choice.value }, true)
}

const modelsChanged = (): void => {
  const { trackId } = useEditor.getState()
  if (trackId) void askAgain(trackId)
}

/** Follows main while the editor is on screen. Returns the way to stop. */
export const connectEditor = (): (() => void) => {
  const stops = [studio.project.on('changed', receiveView), studio.models.on('changed', modelsChanged)]
  return () => {
    for (const stop of stops) stop()
  }
}
