// biome-ignore-all lint/a11y/useSemanticElements: a virtualised list box (WAI-ARIA listbox pattern) has one focus stop and no form elements
// biome-ignore-all lint/a11y/useFocusableInteractive: a virtualised list box (WAI-ARIA listbox pattern) has one focus stop and no form elements
import { Ellipsis, Heart, Pause, Play } from 'lucide-react'
import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import { classNames, Menu } from '../../elements/index.ts'
import { RowStars } from '../marks/RowStars.tsx'
import { type SongElementProps, songElement } from '../song-element.ts'
import { TitleField } from '../TitleField.tsx'
import { type TileFiller, tileFiller } from './fill-tile.ts'
import styles from './TrackGrid.module.css'

export type TileProps = SongElementProps & {
  readonly row: number
  readonly column: number
  readonly left: number
  readonly top: number
  /** pixels of a side of its cover */
  readonly size: number
  readonly height: number
  readonly isTrash: boolean
  /** until it is deleted for good; in the trash */
  readonly daysLeft: string | undefined
}

const unhide = ({ currentTarget }: { readonly currentTarget: HTMLElement }): void => {
  currentTarget.hidden = false
}

/** A song's cover and name: a cell that says its row and column, in a row element of its own, so that it can go anywhere. Like a row of the list it takes another song, and its words and strokes are written past React. */
export const Tile = memo((props: TileProps) => {
  const { track, isSelected, isFocused, isLoaded, isPlaying, isRenaming, isTrash, daysLeft, menuFor, onRenamed } = props
  const tile = useRef<HTMLDivElement>(null)
  const filler = useRef<TileFiller>(undefined)
  const latest = useRef(props)
  latest.current = props
  const [nearId, setNear] = useState<TrackId>()
  const own = isRenaming || (track !== undefined && nearId === track.id) ? track : undefined
  const isNear = own !== undefined && nearId === own.id

  const content = useMemo(() => {
    const songNow = () => latest.current.track
    const more = (
      <button
        key={isNear ? 'of a song' : 'any'}
        type="button"
        tabIndex={-1}
        className={styles.more}
        data-part="more"
        onPointerEnter={() => flushSync(() => setNear(songNow()?.id))}
      >
        <Ellipsis aria-hidden />
      </button>
    )
    return (
      <>
        <div className={styles.cover}>
          <svg className={styles.art} viewBox="0 0 100 100" strokeWidth={1.4} strokeLinecap="round" role="img" data-part="cover" />
          <img className={styles.picture} hidden alt="" decoding="async" draggable={false} data-part="picture" onLoad={unhide} />
          <button
            type="button"
            tabIndex={-1}
            className={styles.play}
            data-part="play"
            onMouseDown={(event) => event.stopPropagation()}
            onClick={() => {
              const song = songNow()
              if (song) latest.current.onPlay(song)
            }}
          >
            {isPlaying ? <Pause fill="currentColor" aria-hidden /> : <Play fill="currentColor" aria-hidden />}
          </button>
          <Heart className={styles.heart} fill="currentColor" aria-label="Favourite" data-part="heart" />
          {own && isNear ? <Menu key={own.id} align="end" items={menuFor(own)} trigger={more} /> : more}
        </div>
        {own && isRenaming ? <TitleField key={own.id} track={own} onDone={onRenamed} /> : <p className={styles.title} data-part="title" />}
        <p className={styles.detail}>
          <span className={styles.facts} data-part="facts" />
          <span>
            <RowStars songNow={songNow} isReadOnly={isTrash} />
          </span>
        </p>
      </>
    )
  }, [own, isNear, isPlaying, isRenaming, isTrash, menuFor, onRenamed])

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever React made the content again
  useLayoutEffect(() => {
    if (!tile.current) return
    filler.current = tileFiller(tile.current)
    return () => filler.current?.stop()
  }, [content])
  // biome-ignore lint/correctness/useExhaustiveDependencies: content that was made again is empty
  useLayoutEffect(() => {
    if (track) filler.current?.fill(track, { left: daysLeft, isPlaying })
  }, [content, track, daysLeft, isPlaying])

  return (
    <div
      ref={tile}
      role="row"
      tabIndex={-1}
      aria-rowindex={props.row + 1}
      className={classNames(styles.tile, !track && styles.waiting, isSelected && styles.selected, isFocused && styles.focused, isLoaded && styles.current)}
      style={{ width: props.size, height: props.height, transform: `translate(${props.left}px, ${props.top}px)` }}
      {...songElement(props, isTrash)}
    >
      <div id={track && `row-${track.id}`} role="gridcell" tabIndex={-1} aria-selected={isSelected} aria-colindex={props.column + 1}>
        {content}
      </div>
    </div>
  )
})
