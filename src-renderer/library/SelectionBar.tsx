import { Download, FileMusic, Heart, ListPlus, PencilLine, RotateCcw, Tag, Trash2, X } from 'lucide-react'
import { useStore } from 'zustand'
import { Button, IconButton, Menu } from '../elements/index.ts'
import { askToExport } from '../mixdown/index.ts'
import { counted, spokenLength } from '../words/index.ts'
import { addToAlbum, createAlbum, useAlbums } from './albums/albums-store.ts'
import { openTagAlbums } from './albums/from-tags/tag-albums-store.ts'
import { openBatchEdit } from './batch/batch-store.ts'
import { askToDelete } from './deletion.ts'
import { askForTags } from './marks/mark-deeds.ts'
import styles from './SelectionBar.module.css'
import { NOTHING } from './selection.ts'
import { restoreTracks, toggleFavourite, trashTracks } from './track-deeds.ts'
import type { TrackListStore } from './track-list-store.ts'
import { fileTagItems } from './track-menu.tsx'

/** Slides in when more than one song is selected, or one in the trash. */
export const SelectionBar = ({ list }: { readonly list: TrackListStore }) => {
  // in the trash one song is enough: there is little else to do with it
  const isShown = useStore(list.store, ({ selection, shelf }) => selection.ids.size >= (shelf.view === 'trash' ? 1 : 2))
  return isShown ? <Bar list={list} /> : null
}

const Bar = ({ list }: { readonly list: TrackListStore }) => {
  const { tracks, selection, shelf } = useStore(list.store)
  const albums = useAlbums((state) => state.albums)
  const chosen = tracks.filter((track) => selection.ids.has(track.id))
  const ids = [...selection.ids]
  const areAllHere = chosen.length === ids.length
  return (
    <section className={styles.bar} data-floor-bar aria-label="Selected songs">
      <p className={styles.count} role="status">
        {counted(ids.length, 'song')}
        {areAllHere && <span className={styles.sum}>{spokenLength(chosen.reduce((sum, track) => sum + track.seconds, 0))}</span>}
      </p>
      {shelf.view === 'trash' ? (
        <>
          <Button icon={<RotateCcw />} onClick={() => void restoreTracks(ids)}>
            Restore
          </Button>
          <Button variant="quiet" icon={<Trash2 />} onClick={() => void list.chosen().then(askToDelete)}>
            Delete for good…
          </Button>
        </>
      ) : (
        <>
          <Button variant="quiet" icon={<Heart />} onClick={() => void list.chosen().then(toggleFavourite)}>
            {chosen.every((track) => track.isFavourite) ? 'Unfavourite' : 'Favourite'}
          </Button>
          <Button variant="quiet" icon={<Tag />} onClick={() => void list.chosen().then(askForTags)}>
            Tags…
          </Button>
          <Button variant="quiet" icon={<PencilLine />} onClick={() => void openBatchEdit({ trackIds: ids })}>
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
          <Button variant="quiet" icon={<Download />} onClick={() => void list.chosen().then(askToExport)}>
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
