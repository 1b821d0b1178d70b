import { Download, Heart, Library as LibraryIcon, ListFilter, Search, Trash2 } from 'lucide-react'
import { useStore } from 'zustand'
import { NO_FILTERS } from '../../src-shared/library/track-filters.ts'
import { Button, EmptyState } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import { useSettings } from '../settings/index.ts'
import { counted } from '../words/index.ts'
import { activeFilters } from './facets/filter-changes.ts'
import { chooseImport } from './import/import-store.ts'
import { libraryTracks } from './lists.ts'
import type { Shelf } from './track-list-store.ts'

/** Why there is no song here, and what helps. */
export const EmptyLibrary = ({ view }: { readonly view: Shelf['view'] }) => {
  const text = useStore(libraryTracks.store, (state) => state.text)
  const trashDays = useSettings((state) => state.settings.trashDays)
  const filters = useStore(libraryTracks.store, (state) => state.filters)
  if (activeFilters(filters).length > 0)
    return (
      <EmptyState
        icon={<ListFilter />}
        title="No song fits these filters"
        action={<Button onClick={() => void libraryTracks.change({ filters: NO_FILTERS, text: '' })}>Clear all filters</Button>}
      >
        {text === '' ? 'Take one of them away above the list.' : `Take one of them away, or look for something else than “${text}”.`}
      </EmptyState>
    )
  if (text !== '')
    return (
      <EmptyState
        icon={<Search />}
        title={`No song matches “${text}”`}
        action={<Button onClick={() => void libraryTracks.change({ text: '' })}>Clear the search</Button>}
      >
        The search looks at titles, prompts, styles, artists, albums, moods, tags, comments and file names. Each word may be the beginning of one.
      </EmptyState>
    )
  if (view === 'favourites')
    return (
      <EmptyState icon={<Heart />} title="No favourites yet">
        Press F on a song, or its heart, and it is here.
      </EmptyState>
    )
  if (view === 'trash')
    return (
      <EmptyState icon={<Trash2 />} title="The trash is empty">
        Songs you delete wait here for {counted(trashDays, 'day')} and can be restored. Then they are deleted for good.
      </EmptyState>
    )
  return (
    <EmptyState
      icon={<LibraryIcon />}
      title="Your songs will be here"
      action={
        <>
          <Button variant="primary" onClick={() => goTo({ place: 'create' })}>
            Create a song
          </Button>
          <Button icon={<Download />} onClick={() => void chooseImport()}>
            Import audio files…
          </Button>
        </>
      }
    >
      Make one from a few words, or drop audio files anywhere in this window.
    </EmptyState>
  )
}
