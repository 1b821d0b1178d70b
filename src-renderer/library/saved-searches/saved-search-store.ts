import { create } from 'zustand'
import type { SearchId } from '../../../src-shared/kernel/ids.ts'
import type { SavedSearch } from '../../../src-shared/library/saved-searches.ts'
import { NO_FILTERS } from '../../../src-shared/library/track-filters.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notifyWithUndo } from '../../history/index.ts'
import { goTo } from '../../navigation/index.ts'
import { notify, notifyFailure } from '../../notices/index.ts'
import { counted } from '../../words/index.ts'
import { libraryTracks } from '../lists.ts'

/** `openId`: the search that the library's filters came from. */
export const useSavedSearches = create<{ readonly searches: readonly SavedSearch[]; readonly openId: SearchId | undefined }>()(() => ({
  searches: [],
  openId: undefined,
}))

const reload = async (): Promise<void> => {
  const reply = await studio.library.listSearches({})
  if (reply.ok) useSavedSearches.setState({ searches: reply.value })
  else notifyFailure(reply.error)
}

const QUIET_MILLISECONDS = 400

/** Searches are counted again when songs have changed, once things are quiet. */
export const connectSavedSearches = async (): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = () => {
    if (useSavedSearches.getState().searches.length === 0) return
    clearTimeout(timer)
    timer = setTimeout(() => void reload(), QUIET_MILLISECONDS)
  }
  studio.library.on('searchesChanged', () => void reload())
  studio.library.on('changed', soon)
  await reload()
}

const questionNow = () => {
  const { shelf, text, filters, sort, isDescending } = libraryTracks.store.getState()
  return { text, view: shelf.view, filters, sort, descending: isDescending }
}

export const saveSearch = async (name: string): Promise<void> => {
  const reply = await studio.library.saveSearch({ name, query: questionNow() })
  if (!reply.ok) return notifyFailure(reply.error)
  useSavedSearches.setState({ openId: reply.value.id })
  notify(`Saved as ${reply.value.name}: it is under Albums and keeps itself up to date`)
}

/** Gives the open search the question that the library asks now. */
export const updateSearch = async (search: SavedSearch): Promise<void> => {
  const reply = await studio.library.changeSearch({ searchId: search.id, query: questionNow() })
  if (reply.ok) notifyWithUndo(`${search.name} now finds ${counted(reply.value.count, 'song')}`, reply.value.stepId)
  else notifyFailure(reply.error)
}

export const renameSearch = async (search: SavedSearch, name: string): Promise<void> => {
  const wanted = name.trim().slice(0, 300)
  if (wanted === '' || wanted === search.name) return
  const reply = await studio.library.changeSearch({ searchId: search.id, name: wanted })
  if (!reply.ok) notifyFailure(reply.error)
}

export const removeSearch = async (search: SavedSearch): Promise<void> => {
  const reply = await studio.library.removeSearch({ searchId: search.id })
  if (!reply.ok) return notifyFailure(reply.error)
  notifyWithUndo(`${search.name} was deleted; its songs are still in the library`, reply.value.stepId)
}

/** The library asks the search's question, for a look or to change it. */
export const openInLibrary = ({ id, query }: SavedSearch): void => {
  useSavedSearches.setState({ openId: id })
  const { text, view, filters = NO_FILTERS, sort, descending } = query
  void libraryTracks.change({ shelf: { view }, text, filters, sort, isDescending: descending })
  goTo({ place: 'library', view })
}

export const makeAlbum = async (search: SavedSearch): Promise<void> => {
  const reply = await studio.library.albumOfSearch({ searchId: search.id })
  if (!reply.ok) return notifyFailure(reply.error)
  notify(`${counted(reply.value.trackCount, 'song')} are the album ${reply.value.title} now`)
  goTo({ place: 'albums', albumId: reply.value.id })
}
