import { create } from 'zustand'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { byteSize, counted } from '../words/index.ts'

/** Songs of the trash that the musician is asked about; `everything` means the whole trash. */
type Deletion = { readonly asked: { readonly title: string; readonly trackIds: readonly TrackId[] | 'everything' } | undefined }

export const useDeletion = create<Deletion>()(() => ({ asked: undefined }))

export const askToDelete = (tracks: readonly Track[]): void => {
  const [first] = tracks
  if (!first) return
  const title = tracks.length === 1 ? `Delete “${first.title}” for good?` : `Delete ${counted(tracks.length, 'song')} for good?`
  useDeletion.setState({ asked: { title, trackIds: tracks.map((track) => track.id) } })
}
export const askToEmptyTrash = (count: number): void =>
  useDeletion.setState({ asked: { title: `Delete ${counted(count, 'song')} for good?`, trackIds: 'everything' } })
export const keepSongs = (): void => useDeletion.setState({ asked: undefined })

export const deleteForGood = async (): Promise<void> => {
  const { asked } = useDeletion.getState()
  if (!asked) return
  keepSongs()
  const reply = await studio.library.emptyTrash(asked.trackIds === 'everything' ? {} : { trackIds: [...asked.trackIds] })
  if (!reply.ok) return notifyFailure(reply.error)
  notify(`Deleted ${counted(reply.value.removed, 'song')}, ${byteSize(reply.value.freedBytes)} freed`)
}
