import { Download, Heart, Library as LibraryIcon, ListFilter, PencilLine, Search, Trash2 } from 'lucide-react'
import { memo, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { NO_FILTERS, type TrackFilters } from '../../src-shared/library/track-filters.ts'
import { keyCaps } from '../actions/index.ts'
import { Button, ContextMenu, classNames, EmptyState, IconButton, LinkButton, Segmented, TextField } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import { useSettings } from '../settings/index.ts'
import { BySoundToggle, SoundChip, SoundMatches, searchWords, soundSearch } from '../similarity/index.ts'
import { counted } from '../words/index.ts'
import { openBatchEdit } from './batch/batch-store.ts'
import { DeletionDialog } from './DeletionDialog.tsx'
import { askToEmptyTrash } from './deletion.ts'
import { ActiveFilters } from './facets/ActiveFilters.tsx'
import { FacetPanel } from './facets/FacetPanel.tsx'
import { activeFilters } from './facets/filter-changes.ts'
import { TrackGrid } from './grid/TrackGrid.tsx'
import { chooseImport } from './import/import-store.ts'
import styles from './LibraryPage.module.css'
import { libraryActions } from './library-actions.ts'
import { changeLook, useListLook } from './list-look.ts'
import { libraryTracks } from './lists.ts'
import { SelectionBar } from './SelectionBar.tsx'
import { TrackTable } from './TrackTable.tsx'
import { trackMenu } from './track-menu.tsx'
import { playTrack } from './track-source.ts'
import { ViewMenu } from './ViewMenu.tsx'

export type LibraryView = 'all' | 'favourites' | 'trash'

const VIEWS = [
  { value: 'all', label: 'All songs' },
  { value: 'favourites', label: 'Favourites' },
  { value: 'trash', label: 'Trash' },
] as const

const Empty = ({ view, text, filters }: { readonly view: LibraryView; readonly text: string; readonly filters: TrackFilters }) => {
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
        The search looks at titles, prompts, styles, artists and file names.
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
        Songs you delete wait here and can be restored until their days are over.
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

/** what the list shows, for main to find again */
const shownQuery = () => {
  const { shelf, text, filters, sort, isDescending } = libraryTracks.store.getState()
  return { ...shelf, text, filters, sort, descending: isDescending }
}

/** Which songs: apart, so that a letter of a search does not draw it anew. */
const Shelves = memo(({ view }: { readonly view: LibraryView }) => (
  <Segmented label="Shelf" value={view} options={VIEWS} onChange={(next) => goTo({ place: 'library', view: next })} />
))

/** What does not depend on the words that are searched. */
const ListTools = memo(({ isFacetsOpen, isFiltered }: { readonly isFacetsOpen: boolean; readonly isFiltered: boolean }) => (
  <>
    <IconButton
      label={isFacetsOpen ? 'Hide the filters' : 'Filter by studio, key, mood, tempo and more'}
      keys={keyCaps(libraryActions.actions.filter.keys?.[0] ?? '')}
      isPressed={isFacetsOpen}
      className={classNames(isFiltered && styles.isFiltered)}
      icon={<ListFilter />}
      onClick={() => changeLook({ isFacetsOpen: !isFacetsOpen })}
    />
    <ViewMenu />
    <Button icon={<Download />} onClick={() => void chooseImport()}>
      Import…
    </Button>
  </>
))

export const LibraryPage = ({ view }: { readonly view: LibraryView }) => {
  const { text, filters, total, shelf, status } = useStore(libraryTracks.store)
  const { layout, isFacetsOpen } = useListLook()
  const filterCount = activeFilters(filters).length
  const trashDays = useSettings((state) => state.settings.trashDays)
  const search = useRef<HTMLInputElement>(null)
  const { search: bySound, isByWords } = useStore(soundSearch)
  const [words, setWords] = useState('')
  useEffect(() => {
    if (shelf.view !== view) void libraryTracks.change({ shelf: { view } })
  }, [view, shelf.view])
  const songs = {
    list: libraryTracks,
    label: 'Songs',
    empty: <Empty view={view} text={text} filters={filters} />,
    onSearch: () => search.current?.focus(),
    onFilter: () => changeLook({ isFacetsOpen: !isFacetsOpen }),
  }
  return (
    <div className={styles.page}>
      <div className={styles.tools}>
        <Shelves view={view} />
        <div className={styles.search}>
          <TextField
            ref={search}
            type="search"
            label="Search the library"
            isLabelHidden
            icon={<Search aria-hidden />}
            placeholder={isByWords ? 'What it should be like, then Enter' : 'Title, prompt, style, artist'}
            value={isByWords ? words : text}
            maxLength={500}
            onChange={(event) => {
              if (isByWords) setWords(event.currentTarget.value)
              else void libraryTracks.change({ text: event.currentTarget.value })
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && isByWords) searchWords(words)
              if (event.key !== 'Escape') return
              setWords('')
              if (isByWords) searchWords('')
              else void libraryTracks.change({ text: '' })
            }}
          />
        </div>
        <BySoundToggle text={words} />
        {view !== 'trash' && !bySound && total > 1 && (
          <IconButton
            label={`Edit all ${counted(total, 'song')} of this list`}
            icon={<PencilLine />}
            onClick={() => void openBatchEdit({ query: shownQuery() })}
          />
        )}
        <p className={styles.count} role="status">
          {status === 'ready' && total > 0 && !bySound ? counted(total, 'song') : ''}
        </p>
        <ListTools isFacetsOpen={isFacetsOpen} isFiltered={filterCount > 0} />
      </div>
      <SoundChip />
      {!bySound && <ActiveFilters />}
      {view === 'trash' && total > 0 && !bySound && (
        <p className={styles.note}>
          Songs are deleted for good {trashDays} {trashDays === 1 ? 'day' : 'days'} after they came here.{' '}
          <LinkButton onClick={() => askToEmptyTrash(total)}>Empty the trash now</LinkButton>
        </p>
      )}
      <div className={styles.list}>
        {bySound ? (
          <SoundMatches
            onPlay={(track, list) => void playTrack(track, list)}
            onOpen={({ id: trackId }) => goTo({ place: 'editor', trackId })}
            menu={(track, list, row) => <ContextMenu items={trackMenu([track], { list, isTrash: false })}>{row}</ContextMenu>}
          />
        ) : (
          <div className={styles.body}>
            {isFacetsOpen && <FacetPanel />}
            <div className={styles.songs}>
              {layout === 'grid' ? <TrackGrid {...songs} /> : <TrackTable {...songs} />}
              <SelectionBar list={libraryTracks} />
            </div>
          </div>
        )}
        <DeletionDialog />
      </div>
    </div>
  )
}
