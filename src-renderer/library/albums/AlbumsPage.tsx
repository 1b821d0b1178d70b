import { Disc3, Plus } from 'lucide-react'
import { useState } from 'react'
import type { AlbumId } from '../../../src-shared/kernel/ids.ts'
import { Button, EmptyState } from '../../elements/index.ts'
import { goTo } from '../../navigation/index.ts'
import { counted, spokenLength } from '../../words/index.ts'
import styles from './AlbumsPage.module.css'
import { AlbumView } from './AlbumView.tsx'
import { createAlbum, useAlbums } from './albums-store.ts'

/** Albums on the left, the chosen one's songs on the right. */
export const AlbumsPage = ({ albumId }: { readonly albumId: AlbumId | undefined }) => {
  const { albums, isLoaded } = useAlbums()
  const [newestId, setNewestId] = useState<AlbumId>()
  const album = albums.find((one) => one.id === albumId) ?? albums[0]
  const create = async () => {
    const made = await createAlbum('New album')
    if (!made) return
    setNewestId(made.id)
    goTo({ place: 'albums', albumId: made.id })
  }
  if (!isLoaded) return null
  if (!album)
    return (
      <EmptyState
        icon={<Disc3 />}
        title="No albums yet"
        action={
          <Button variant="primary" icon={<Plus />} onClick={() => void create()}>
            New album
          </Button>
        }
      >
        An album is a list of songs in your order. A song can be on several.
      </EmptyState>
    )
  return (
    <div className={styles.page}>
      <nav className={styles.shelf} aria-label="Albums">
        <Button icon={<Plus />} onClick={() => void create()}>
          New album
        </Button>
        <ul className={styles.albums}>
          {albums.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className={styles.album}
                aria-current={one.id === album.id ? 'true' : undefined}
                onClick={() => goTo({ place: 'albums', albumId: one.id })}
              >
                <span className={styles.title}>{one.title}</span>
                <span className={styles.detail}>
                  {counted(one.trackCount, 'song')}
                  {one.trackCount > 0 && ` · ${spokenLength(one.seconds)}`}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <AlbumView key={album.id} album={album} isNew={album.id === newestId} />
    </div>
  )
}
