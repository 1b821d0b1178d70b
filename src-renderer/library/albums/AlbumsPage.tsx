import { Disc3, ListFilter, Plus, Tags } from 'lucide-react'
import { useState } from 'react'
import type { AlbumId, SearchId } from '../../../src-shared/kernel/ids.ts'
import { Button, EmptyState } from '../../elements/index.ts'
import { goTo } from '../../navigation/index.ts'
import { counted, spokenLength } from '../../words/index.ts'
import { SmartAlbumView } from '../saved-searches/SmartAlbumView.tsx'
import { useSavedSearches } from '../saved-searches/saved-search-store.ts'
import { AlbumThumbnail } from './AlbumCover.tsx'
import styles from './AlbumsPage.module.css'
import { AlbumView } from './AlbumView.tsx'
import { createAlbum, useAlbums } from './albums-store.ts'
import { openTagAlbums } from './from-tags/tag-albums-store.ts'

/** Albums on the left, the chosen one's songs on the right. */
export const AlbumsPage = ({ albumId, searchId }: { readonly albumId: AlbumId | undefined; readonly searchId: SearchId | undefined }) => {
  const searches = useSavedSearches((state) => state.searches)
  const search = searches.find((one) => one.id === searchId)
  const { albums, isLoaded } = useAlbums()
  const [newestId, setNewestId] = useState<AlbumId>()
  const album = search ? undefined : (albums.find((one) => one.id === albumId) ?? albums[0])
  const shownSearch = search ?? (album ? undefined : searches[0])
  const create = async () => {
    const made = await createAlbum('New album')
    if (!made) return
    setNewestId(made.id)
    goTo({ place: 'albums', albumId: made.id })
  }
  if (!isLoaded) return null
  if (!album && !shownSearch)
    return (
      <EmptyState
        icon={<Disc3 />}
        title="No albums yet"
        action={
          <>
            <Button variant="primary" icon={<Plus />} onClick={() => void create()}>
              New album
            </Button>
            <Button icon={<Tags />} onClick={() => void openTagAlbums()}>
              From album tags…
            </Button>
          </>
        }
      >
        An album is a list of songs in your order. A song can be on several. Imported files can bring theirs: “From album tags”.
      </EmptyState>
    )
  return (
    <div className={styles.page}>
      <nav className={styles.shelf} aria-label="Albums">
        <Button icon={<Plus />} onClick={() => void create()}>
          New album
        </Button>
        <Button variant="quiet" icon={<Tags />} onClick={() => void openTagAlbums()}>
          From album tags…
        </Button>
        <ul className={styles.albums}>
          {albums.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className={styles.album}
                aria-current={one.id === album?.id ? 'true' : undefined}
                onClick={() => goTo({ place: 'albums', albumId: one.id })}
              >
                <AlbumThumbnail album={one} />
                <span className={styles.words}>
                  <span className={styles.title}>{one.title}</span>
                  <span className={styles.detail}>
                    {counted(one.trackCount, 'song')}
                    {one.trackCount > 0 && ` · ${spokenLength(one.seconds)}`}
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        {searches.length > 0 && (
          <>
            <h2 className={styles.kind}>Smart albums</h2>
            <ul className={styles.albums}>
              {searches.map((one) => (
                <li key={one.id}>
                  <button
                    type="button"
                    className={styles.album}
                    aria-current={one.id === shownSearch?.id ? 'true' : undefined}
                    onClick={() => goTo({ place: 'albums', searchId: one.id })}
                  >
                    <ListFilter aria-hidden className={styles.smart} />
                    <span className={styles.words}>
                      <span className={styles.title}>{one.name}</span>
                      <span className={styles.detail}>{counted(one.count, 'song')}</span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </nav>
      {album && <AlbumView key={album.id} album={album} isNew={album.id === newestId} />}
      {shownSearch && <SmartAlbumView key={shownSearch.id} search={shownSearch} />}
    </div>
  )
}
