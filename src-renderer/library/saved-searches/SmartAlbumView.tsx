import { FolderSymlink, Library, Pencil, Play, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { SavedSearch } from '../../../src-shared/library/saved-searches.ts'
import { NO_FILTERS } from '../../../src-shared/library/track-filters.ts'
import { Button, EmptyState, IconButton } from '../../elements/index.ts'
import { goTo } from '../../navigation/index.ts'
import { counted } from '../../words/index.ts'
import styles from '../albums/AlbumsPage.module.css'
import { NameField } from '../albums/NameField.tsx'
import { activeFilters } from '../facets/filter-changes.ts'
import { searchTracks } from '../lists.ts'
import { SelectionBar } from '../SelectionBar.tsx'
import { TrackTable } from '../TrackTable.tsx'
import { playTrack } from '../track-source.ts'
import { makeAlbum, openInLibrary, removeSearch, renameSearch } from './saved-search-store.ts'

/** What a search asks for, in a line. */
const question = ({ query: { text, view, filters = NO_FILTERS } }: SavedSearch): string =>
  [text && `“${text}”`, view === 'favourites' ? 'Favourites' : view === 'trash' ? 'In the trash' : '', ...activeFilters(filters).map(({ words }) => words)]
    .filter(Boolean)
    .join(' · ') || 'All songs'

/** The songs that fit a saved search now. */
export const SmartAlbumView = ({ search }: { readonly search: SavedSearch }) => {
  const { tracks, total } = useStore(searchTracks.store)
  const [isRenaming, setRenaming] = useState(false)
  const asked = JSON.stringify(search.query)
  const search0 = useRef(search)
  search0.current = search
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the question changed, not when its count did
  useEffect(() => {
    const { text, view, filters = NO_FILTERS, sort, descending } = search0.current.query
    void searchTracks.change({ shelf: { view }, text, filters, sort, isDescending: descending })
  }, [search.id, asked])
  const first = tracks[0]
  return (
    <div className={styles.view}>
      <header className={styles.header}>
        <div className={styles.heading}>
          <NameField
            name={search.name}
            label="Name of the smart album"
            isEditing={isRenaming}
            onDone={(name) => {
              setRenaming(false)
              if (name !== undefined) void renameSearch(search, name)
            }}
          />
          <p className={styles.detail} title={question(search)}>
            {counted(total, 'song')} · {question(search)}
          </p>
        </div>
        <Button icon={<Play />} disabled={!first} onClick={() => first && void playTrack(first, tracks)}>
          Play
        </Button>
        <IconButton label="Change the search in the library" icon={<Library />} onClick={() => openInLibrary(search)} />
        <IconButton label="Make a plain album of these songs" icon={<FolderSymlink />} disabled={total === 0} onClick={() => void makeAlbum(search)} />
        <IconButton label="Rename the smart album" icon={<Pencil />} onClick={() => setRenaming(true)} />
        <IconButton
          label="Delete the smart album"
          icon={<Trash2 />}
          onClick={() => {
            void removeSearch(search)
            goTo({ place: 'albums' })
          }}
        />
      </header>
      <div className={styles.list}>
        <TrackTable
          list={searchTracks}
          label={`Songs of ${search.name}`}
          empty={
            <EmptyState title="No song fits this search now" action={<Button onClick={() => openInLibrary(search)}>Change the search in the library</Button>}>
              Songs that fit come here by themselves.
            </EmptyState>
          }
        />
        <SelectionBar list={searchTracks} />
      </div>
    </div>
  )
}
