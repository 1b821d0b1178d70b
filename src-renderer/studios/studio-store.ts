import { create } from 'zustand'
import type { StudioState } from '../../src-shared/studios/contract.ts'
import type { StudioId } from '../../src-shared/studios/studio-id.ts'
import { studio } from '../bridge/studio-client.ts'
import { notifyFailure } from '../notices/index.ts'

export type StudiosMirror = {
  readonly state: StudioState | undefined
  /** being loaded: songs are still made in the one before */
  readonly opening: StudioId | undefined
}

export const useStudios = create<StudiosMirror>()(() => ({ state: undefined, opening: undefined }))

export const selectStudio = async (id: StudioId): Promise<void> => {
  const { state, opening } = useStudios.getState()
  if (opening || state?.active === id) return
  useStudios.setState({ opening: id })
  const reply = await studio.studios.select({ studio: id })
  useStudios.setState(reply.ok ? { opening: undefined, state: reply.value } : { opening: undefined })
  if (!reply.ok) notifyFailure(reply.error)
}

export const connectStudios = async (): Promise<void> => {
  studio.studios.on('changed', (state) => useStudios.setState({ state }))
  const reply = await studio.studios.state({})
  if (reply.ok) useStudios.setState({ state: reply.value })
  else notifyFailure(reply.error)
}
