import { Download, FileMusic, Heart, ListPlus, PencilLine, RotateCcw, Tag, Trash2, X } from 'lucide-react'
import { useStore } from 'zustand'
import type { Track } from '../../src-shared/library/contract.ts'
import { Button, IconButton, Menu } from '../elements/index.ts'
import { askToExport } from '../mixdown/index.ts'
import { counted, spokenLength } from '../words/index.ts'
import { addToAlbum, createAlbum, useAlbums } from './albums/albums-store.ts'
import { openTagAlbums } from './albums/from-tags/tag-albums-store.ts'
import { openBatchEdit } from './batch/batch-store.ts'
import { areTooMany, type Chosen, isEverything } from './chosen-songs.ts'
import { askToDelete } from './deletion.ts'
import { askForTags } from './marks/mark-deeds.ts'
import styles from './SelectionBar.module.css'
import { countChosen, isChosen, NOTHING } from './selection.ts'
import { restoreTracks, toggleFavourite, trashTracks } from './track-deeds.ts'
import type { TrackListStore } from './track-list-store.ts'
import { fileTagItems } from './track-menu.tsx'

/** Slides in when more than one song is selected, or one in the trash. */
export const SelectionBar = ({ list }: { readonly list: TrackListStore }) => {
  // in the trash one song is enough: there is little else to do with it
  const isShown = useStore(list.store, ({ selection, shelf, total }) => countChosen(selection, total) >= (shelf.view === 'trash' ? 1 : 2))
  return isShown ? <Bar list={list} /> : null
}

const Bar = ({ list }: { readonly list: TrackListStore }) => {
  const { tracks, selection, shelf, total } = useStore(list.store)
  const albums = useAlbums((state) => state.albums)
  const chosen = tracks.filter((track) => isChosen(selection, track.id))
  const ids = list.selected()
  const count = countChosen(selection, total)
  const areAllHere = chosen.length === count
  /** with all of the songs, or, where they are too many to be read, those that are here */
  const withSongs = (deed: (songs: readonly Track[], ids: Chosen) => unknown) =>
    isEverything(ids) ? void deed(chosen, ids) : void list.chosen().then((songs) => deed(songs, ids))
  return (
    <section className={styles.bar} data-floor-bar aria-label="Selected songs">
      <p className={styles.count} role="status">
        {counted(count, 'song')}
        {areAllHere && <span className={styles.sum}>{spokenLength(chosen.reduce((sum, track) => sum + track.seconds, 0))}</span>}
      </p>
      {shelf.view === 'trash' ? (
        <>
          <Button icon={<RotateCcw />} onClick={() => void restoreTracks(ids)}>
            Restore
          </Button>
          <Button variant="quiet" icon={<Trash2 />} onClick={() => withSongs(askToDelete)}>
            Delete for good…
          </Button>
        </>
      ) : (
        <>
          <Button variant="quiet" icon={<Heart />} onClick={() => withSongs((songs, all) => toggleFavourite(all, songs))}>
            {chosen.every((track) => track.isFavourite) ? 'Unfavourite' : 'Favourite'}
          </Button>
          <Button variant="quiet" icon={<Tag />} onClick={() => withSongs(askForTags)}>
            Tags…
          </Button>
          <Button variant="quiet" icon={<PencilLine />} onClick={() => void openBatchEdit(ids)}>
            Edit…
          </Button>
          <Menu
            trigger={
              <Button variant="quiet" icon={<ListPlus />}>
                Add to album
              </Button>
            }
            items={[
              ...albums.map((album) => ({ label: album.title, onSelect: () => void addToAlbum(album, ids) })),
              { label: 'New album', onSelect: () => void createAlbum('New album', ids) },
              ...(!areAllHere || chosen.some(({ album }) => album !== undefined)
                ? [{ label: 'Albums from album tags…', onSelect: () => void openTagAlbums(ids) }]
                : []),
            ]}
          />
          {fileTagItems(chosen, ids).length > 0 && (
            <Menu
              trigger={
                <Button variant="quiet" icon={<FileMusic />}>
                  Files
                </Button>
              }
              items={fileTagItems(chosen, ids)}
            />
          )}
          <Button variant="quiet" icon={<Download />} onClick={() => !areTooMany(ids, 'exported') && void list.chosen().then(askToExport)}>
            Export…
          </Button>
          <Button variant="quiet" icon={<Trash2 />} onClick={() => void trashTracks(ids)}>
            Trash
          </Button>
        </>
      )}
      <IconButton label="Select nothing" icon={<X />} size="small" onClick={() => list.select(NOTHING)} />
    </section>
  )
}
