import { ArrowDown, ArrowUp, ListMinus, Pencil, Play, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Album, Track } from '../../../src-shared/library/contract.ts'
import { Button, Dialog, EmptyState, IconButton, type MenuItem } from '../../elements/index.ts'
import { goTo } from '../../navigation/index.ts'
import { counted, spokenLength } from '../../words/index.ts'
import { albumTracks } from '../lists.ts'
import { SelectionBar } from '../SelectionBar.tsx'
import { isChosen } from '../selection.ts'
import { TrackTable } from '../TrackTable.tsx'
import { playTrack } from '../track-source.ts'
import { AlbumCover } from './AlbumCover.tsx'
import styles from './AlbumsPage.module.css'
import { deleteAlbum, moveInAlbum, placeInAlbum, removeFromAlbum, renameAlbum } from './albums-store.ts'
import { NameField } from './NameField.tsx'

export const AlbumView = ({ album, isNew }: { readonly album: Album; readonly isNew: boolean }) => {
  const tracks = useStore(albumTracks.store, (state) => state.tracks)
  const [isRenaming, setRenaming] = useState(isNew)
  const [isDeleting, setDeleting] = useState(false)
  useEffect(() => {
    void albumTracks.change({ shelf: { view: 'all', albumId: album.id }, sort: 'albumOrder', isDescending: false })
  }, [album.id])

  const move = (track: Track, step: 1 | -1) => void moveInAlbum(album.id, track.id, step)
  const remove = (chosen: readonly Track[]) => {
    // of a long selection only the songs near by are given: all of it is meant
    const { selection } = albumTracks.store.getState()
    const isSelection = chosen.every(({ id }) => isChosen(selection, id))
    void removeFromAlbum(album.id, isSelection ? albumTracks.selected() : chosen.map(({ id }) => id))
  }
  const more = (chosen: readonly Track[]): readonly MenuItem[] => {
    const [only] = chosen
    return [
      ...(only && chosen.length === 1
        ? ([
            { label: 'Move up', icon: <ArrowUp />, onSelect: () => move(only, -1) },
            { label: 'Move down', icon: <ArrowDown />, onSelect: () => move(only, 1) },
          ] as const)
        : []),
      { label: 'Take off this album', icon: <ListMinus />, onSelect: () => remove(chosen) },
    ]
  }
  const first = tracks[0]

  return (
    <div className={styles.view}>
      <header className={styles.header}>
        <AlbumCover album={album} />
        <div className={styles.heading}>
          <NameField
            name={album.title}
            label="Name of the album"
            isEditing={isRenaming}
            onDone={(name) => {
              setRenaming(false)
              if (name !== undefined) void renameAlbum(album, name)
            }}
          />
          <p className={styles.detail}>
            {counted(album.trackCount, 'song')}
            {album.trackCount > 0 && ` · ${spokenLength(album.seconds)}`}
          </p>
        </div>
        <Button icon={<Play />} disabled={!first} onClick={() => first && void playTrack(first, tracks)}>
          Play album
        </Button>
        <IconButton label="Rename the album" icon={<Pencil />} onClick={() => setRenaming(true)} />
        <IconButton label="Delete the album" icon={<Trash2 />} onClick={() => setDeleting(true)} />
      </header>
      <div className={styles.list}>
        <TrackTable
          list={albumTracks}
          label={`Songs of ${album.title}`}
          isSortable={false}
          moreMenu={more}
          onRemove={remove}
          onMove={move}
          onPlace={(trackId, place) => void placeInAlbum(album.id, trackId, place)}
          empty={
            <EmptyState
              title="This album is empty"
              action={<Button onClick={() => goTo({ place: 'library', view: 'all' })}>Choose songs in the library</Button>}
            >
              Right-click songs in the library and add them here.
            </EmptyState>
          }
        />
        <SelectionBar list={albumTracks} />
      </div>
      <Dialog
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        title={`Delete the album ${album.title}?`}
        description="Its songs stay in the library."
        footer={
          <>
            <Button onClick={() => setDeleting(false)}>Keep it</Button>
            <Button
              variant="danger"
              onClick={() => {
                setDeleting(false)
                void deleteAlbum(album)
                goTo({ place: 'albums' })
              }}
            >
              Delete album
            </Button>
          </>
        }
      />
    </div>
  )
}
