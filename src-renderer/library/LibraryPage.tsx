import { Bookmark, Download, ListFilter, PencilLine, Search } from 'lucide-react'
import { memo, type RefObject, useDeferredValue, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { keyCaps } from '../actions/index.ts'
import { Button, ContextMenu, classNames, IconButton, LinkButton, Segmented, TextField } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import { useSettings } from '../settings/index.ts'
import { BySoundToggle, SoundChip, SoundMatches, searchWords, soundSearch } from '../similarity/index.ts'
import { counted } from '../words/index.ts'
import { openBatchEdit } from './batch/batch-store.ts'
import { DeletionDialog } from './DeletionDialog.tsx'
import { askToEmptyTrash } from './deletion.ts'
import { EmptyLibrary } from './EmptyLibrary.tsx'
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
import { SaveSearch } from './saved-searches/SaveSearch.tsx'
import { TrackTable } from './TrackTable.tsx'
import type { Shelf } from './track-list-store.ts'
import { trackMenu } from './track-menu.tsx'
import { playTrack } from './track-source.ts'
import { ViewMenu } from './ViewMenu.tsx'

type LibraryView = Shelf['view']

const VIEWS = [
  { value: 'all', label: 'All songs' },
  { value: 'favourites', label: 'Favourites' },
  { value: 'trash', label: 'Trash' },
] as const

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

/** The keyboard goes to the songs, where there are some. */
const focusSongs = (): void => document.querySelector<HTMLElement>('[data-keys="list"]')?.focus({ preventScroll: true })

/** Asks main in the letter's own event: nothing is drawn before. */
const SearchField = ({ field }: { readonly field: RefObject<HTMLInputElement | null> }) => {
  const text = useStore(libraryTracks.store, (state) => state.text)
  const isByWords = useStore(soundSearch, (state) => state.isByWords)
  const [words, setWords] = useState('')
  return (
    <>
      <div className={classNames(styles.search, !isByWords && text !== '' && styles.isSearched)}>
        <TextField
          ref={field}
          type="search"
          label="Search the library"
          isLabelHidden
          icon={SEARCH_ICON}
          placeholder={isByWords ? 'What it should be like, then Enter' : 'Title, prompt, style, artist'}
          value={isByWords ? words : text}
          maxLength={500}
          onFocus={libraryTracks.expectLetter}
          onChange={(event) => {
            if (isByWords) setWords(event.currentTarget.value)
            else void libraryTracks.change({ text: event.currentTarget.value })
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && isByWords) searchWords(words)
            if (event.key === 'ArrowDown' || (event.key === 'Enter' && !isByWords) || (event.key === 'Escape' && event.currentTarget.value === '')) {
              // what was looked for is below
              event.preventDefault()
              focusSongs()
              return
            }
            if (event.key !== 'Escape') return
            setWords('')
            if (isByWords) searchWords('')
            else void libraryTracks.change({ text: '' })
          }}
        />
        {SAVE}
      </div>
      <BySoundToggle text={words} />
    </>
  )
}
const SEARCH_ICON = <Search aria-hidden />
/** In the field, and always made: with the first letter nothing moves, and nothing has to be made. */
const SAVE = (
  <div className={styles.save}>
    <SaveSearch trigger={<IconButton label="Save this search…" size="small" icon={<Bookmark />} />} />
  </div>
)

const EditAll = memo(({ total }: { readonly total: number }) => (
  <IconButton
    label={`Edit all ${counted(total, 'song')} of this list`}
    icon={<PencilLine />}
    onClick={() => void openBatchEdit({ query: shownQuery(), except: [], count: total })}
  />
))

/** How many songs the list has, and what can be done with all of them. */
const WholeList = ({ view }: { readonly view: LibraryView }) => {
  // the songs themselves come first
  const total = useDeferredValue(useStore(libraryTracks.store, (state) => state.total))
  const isReady = useStore(libraryTracks.store, (state) => state.status === 'ready')
  const isBySound = useStore(soundSearch, (state) => state.search !== undefined)
  return (
    <>
      {view !== 'trash' && !isBySound && total > 1 && <EditAll total={total} />}
      <p className={styles.count} role="status">
        {isReady && total > 0 && !isBySound ? counted(total, 'song') : ''}
      </p>
    </>
  )
}
const TrashNote = () => {
  const total = useStore(libraryTracks.store, (state) => state.total)
  const trashDays = useSettings((state) => state.settings.trashDays)
  if (total === 0) return null
  return (
    <p className={styles.note}>
      Songs are deleted for good {trashDays} {trashDays === 1 ? 'day' : 'days'} after they came here.{' '}
      <LinkButton onClick={() => askToEmptyTrash(total)}>Empty the trash now</LinkButton>
    </p>
  )
}

export const LibraryPage = ({ view }: { readonly view: LibraryView }) => {
  const shownView = useStore(libraryTracks.store, (state) => state.shelf.view)
  const isFiltered = useStore(libraryTracks.store, (state) => activeFilters(state.filters).length > 0)
  const { layout, isFacetsOpen } = useListLook()
  const search = useRef<HTMLInputElement>(null)
  const bySound = useStore(soundSearch, (state) => state.search)
  useEffect(() => {
    if (shownView !== view) void libraryTracks.change({ shelf: { view } })
  }, [view, shownView])
  const songs = {
    list: libraryTracks,
    label: 'Songs',
    empty: <EmptyLibrary view={view} />,
    onSearch: () => search.current?.focus(),
    onFilter: () => changeLook({ isFacetsOpen: !isFacetsOpen }),
  }
  return (
    <div className={styles.page}>
      <div className={styles.tools}>
        <Shelves view={view} />
        <SearchField field={search} />
        <WholeList view={view} />
        <ListTools isFacetsOpen={isFacetsOpen} isFiltered={isFiltered} />
      </div>
      <SoundChip />
      {!bySound && <ActiveFilters />}
      {view === 'trash' && !bySound && <TrashNote />}
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
