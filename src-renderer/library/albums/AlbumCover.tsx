import { ImagePlus, RotateCcw } from 'lucide-react'
import { useRef } from 'react'
import type { Album } from '../../../src-shared/library/contract.ts'
import { coverUrl } from '../../bridge/media-urls.ts'
import { Menu } from '../../elements/index.ts'
import { SongCover } from '../grid/SongCover.tsx'
import styles from './AlbumsPage.module.css'
import { giveCover } from './albums-store.ts'

const Picture = ({ album, className }: { readonly album: Album; readonly className: string | undefined }) =>
  album.coverSha256 ? (
    <img src={coverUrl(album.coverSha256)} alt={`Cover of ${album.title}`} className={className} draggable={false} />
  ) : (
    <SongCover
      audioSha256={album.firstAudioSha256}
      coverSha256={album.firstCoverSha256}
      seed={album.id}
      label={`Cover of ${album.title}`}
      className={className}
    />
  )

/** The small picture in the shelf of albums. */
export const AlbumThumbnail = ({ album }: { readonly album: Album }) => <Picture album={album} className={styles.thumbnail} />

/** The album's picture, pressed to change it. */
export const AlbumCover = ({ album }: { readonly album: Album }) => {
  const file = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={file}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp"
        aria-label="Picture for the cover"
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (chosen) void giveCover(album, chosen)
        }}
      />
      <Menu
        trigger={
          <button type="button" className={styles.cover} aria-label={`Change the cover of ${album.title}`}>
            <Picture album={album} className={styles.picture} />
          </button>
        }
        items={[
          { label: 'Choose a picture…', icon: <ImagePlus />, onSelect: () => file.current?.click() },
          { label: 'Draw it from the songs', icon: <RotateCcw />, isDisabled: !album.coverSha256, onSelect: () => void giveCover(album, undefined) },
        ]}
      />
    </>
  )
}
