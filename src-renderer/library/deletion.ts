import { create } from 'zustand'
import type { Track } from '../../src-shared/library/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { byteSize, counted } from '../words/index.ts'
import { type Chosen, countOf, nameChosen } from './chosen-songs.ts'

/** Songs of the trash that the musician is asked about; `everything` means the whole trash. */
type Deletion = { readonly asked: { readonly title: string; readonly count: number; readonly trackIds: Chosen | 'everything' } | undefined }

export const useDeletion = create<Deletion>()(() => ({ asked: undefined }))

/** `tracks`: those of the chosen songs that are loaded */
export const askToDelete = (tracks: readonly Track[], chosen: Chosen = tracks.map(({ id }) => id)): void => {
  const count = countOf(chosen)
  const [first] = tracks
  if (count === 0) return
  const title = count === 1 && first ? `Delete “${first.title}” for good?` : `Delete ${counted(count, 'song')} for good?`
  useDeletion.setState({ asked: { title, count, trackIds: chosen } })
}
export const askToEmptyTrash = (count: number): void =>
  useDeletion.setState({ asked: { title: `Delete ${counted(count, 'song')} for good?`, count, trackIds: 'everything' } })
export const keepSongs = (): void => useDeletion.setState({ asked: undefined })

const remove = async (trackIds: Chosen | 'everything') => {
  if (trackIds === 'everything') return studio.library.emptyTrash({})
  // what is deleted for good is never more than what was asked about
  const named = await nameChosen(trackIds)
  return named && studio.library.deleteSelection({ selectionId: named.selectionId })
}

export const deleteForGood = async (): Promise<void> => {
  const { asked } = useDeletion.getState()
  if (!asked) return
  keepSongs()
  const reply = await remove(asked.trackIds)
  if (!reply) return
  if (!reply.ok) return notifyFailure(reply.error)
  notify(`Deleted ${counted(reply.value.removed, 'song')}, ${byteSize(reply.value.freedBytes)} freed`)
}
