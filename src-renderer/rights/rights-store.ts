import { create } from 'zustand'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Rights } from '../../src-shared/rights/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { notify, notifyFailure } from '../notices/index.ts'

type Asked = { readonly song: { readonly trackId: TrackId; readonly title: string } | undefined; readonly rights: Rights | undefined }

export const useRights = create<Asked>()(() => ({ song: undefined, rights: undefined }))

export const closeRights = (): void => useRights.setState({ song: undefined, rights: undefined })

/** Looks first, then shows: the answer takes a moment, an empty dialog would only flash. */
export const askForRights = async (song: { readonly trackId: TrackId; readonly title: string }): Promise<void> => {
  const reply = await studio.rights.of({ trackId: song.trackId })
  if (reply.ok) useRights.setState({ song, rights: reply.value })
  else notifyFailure(reply.error)
}

export const saveManifest = async (trackId: TrackId): Promise<void> => {
  const reply = await studio.rights.saveManifest({ trackId })
  if (!reply.ok) notifyFailure(reply.error)
  else if (reply.value.fileName) notify(`Saved ${reply.value.fileName}`)
}
