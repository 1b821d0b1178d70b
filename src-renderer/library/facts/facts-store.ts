import { create } from 'zustand'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { TrackDetail } from '../../../src-shared/library/contract.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notifyFailure } from '../../notices/index.ts'

export const useFacts = create<{ readonly song: TrackDetail | undefined }>()(() => ({ song: undefined }))
export const closeFacts = (): void => useFacts.setState({ song: undefined })

/** Shows all that is known of a song. */
export const askForFacts = async (trackId: TrackId): Promise<void> => {
  const reply = await studio.library.get({ trackId })
  if (reply.ok) useFacts.setState({ song: reply.value })
  else notifyFailure(reply.error)
}
