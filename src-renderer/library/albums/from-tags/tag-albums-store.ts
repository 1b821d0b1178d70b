import { create } from 'zustand'
import type { TrackId } from '../../../../src-shared/kernel/ids.ts'
import type { AlbumsFromTagsPlan } from '../../../../src-shared/library/albums-from-tags.ts'
import { studio } from '../../../bridge/studio-client.ts'
import { notifyWithUndo } from '../../../history/index.ts'
import { notifyFailure } from '../../../notices/index.ts'
import { counted } from '../../../words/index.ts'
import { type Chosen, nameChosen } from '../../chosen-songs.ts'

type TagAlbums = {
  readonly isOpen: boolean
  /** undefined: the whole library */
  readonly selectionId: string | undefined
  readonly withSingles: boolean
  readonly plan: AlbumsFromTagsPlan | undefined
  readonly isMaking: boolean
}

const CLOSED: TagAlbums = { isOpen: false, selectionId: undefined, withSingles: false, plan: undefined, isMaking: false }
export const useTagAlbums = create<TagAlbums>()(() => CLOSED)
export const closeTagAlbums = (): void => useTagAlbums.setState(CLOSED)

const which = () => {
  const { selectionId, withSingles } = useTagAlbums.getState()
  return { withSingles, ...(selectionId !== undefined && { selectionId }) }
}

let turn = 0
const look = async (): Promise<void> => {
  turn += 1
  const mine = turn
  const reply = await studio.library.planAlbumsFromTags(which())
  if (mine !== turn) return
  if (reply.ok) return useTagAlbums.setState({ plan: reply.value })
  closeTagAlbums()
  notifyFailure(reply.error)
}

/** Shows what would be made of the album tags of these songs, or of the whole library's. */
export const openTagAlbums = async (chosen?: Chosen): Promise<void> => {
  const named = chosen && (await nameChosen(chosen))
  if (chosen && !named) return
  useTagAlbums.setState({ ...CLOSED, isOpen: true, selectionId: named?.selectionId })
  await look()
}

export const includeSingles = (withSingles: boolean): void => {
  useTagAlbums.setState({ withSingles })
  void look()
}

/** How many albums would be made of these songs or joined by them. */
export const countTagAlbums = async (trackIds: readonly TrackId[]): Promise<number> => {
  const named = await nameChosen(trackIds)
  if (!named) return 0
  const reply = await studio.library.planAlbumsFromTags({ selectionId: named.selectionId })
  return reply.ok ? reply.value.counts.made + reply.value.counts.joined : 0
}

export const makeTagAlbums = async (): Promise<void> => {
  useTagAlbums.setState({ isMaking: true })
  const reply = await studio.library.makeAlbumsFromTags(which())
  closeTagAlbums()
  if (!reply.ok) return notifyFailure(reply.error)
  const { made, joined, songs } = reply.value.counts
  const what = [made > 0 ? `${counted(made, 'album')} made` : '', joined > 0 ? `${counted(joined, 'album')} joined` : ''].filter(Boolean).join(', ')
  notifyWithUndo(`${what}: ${counted(songs, 'song')}`, reply.value.stepId)
}
