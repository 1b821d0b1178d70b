// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
// biome-ignore-all lint/a11y/useFocusableInteractive: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
import { AudioLines, Ellipsis, Heart, Pause, Play, RotateCcw } from 'lucide-react'
import { type MouseEvent, memo, type PointerEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Track } from '../../src-shared/library/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { classNames, IconButton, Menu, type MenuItem } from '../elements/index.ts'
import { beginDraggingOut } from '../mixdown/index.ts'
import { goTo } from '../navigation/index.ts'
import { ProgressWaveform, transport } from '../transport/index.ts'
import type { Column } from './column-ids.ts'
import styles from './TrackTable.module.css'
import { cellOf } from './track-cells.tsx'
import { renameTrack, restoreTracks, toggleFavourite } from './track-deeds.ts'

export type TrackRowProps = {
  readonly track: Track
  readonly index: number
  readonly columns: readonly Column[]
  readonly isSelected: boolean
  readonly isFocused: boolean
  readonly isPlaying: boolean
  readonly isLoaded: boolean
  readonly isRenaming: boolean
  readonly isDense: boolean
  readonly now: number
  /** in the trash: how many days songs stay there */
  readonly trashDays: number | undefined
  readonly top: number
  readonly menuFor: (track: Track) => readonly MenuItem[]
  readonly onPlay: (track: Track) => void
  readonly onSelect: (track: Track, event: MouseEvent) => void
  readonly onRenamed: () => void
  /** where the order is the musician's own: a handle to take the row by */
  readonly onGrip?: ((track: Track, event: PointerEvent<HTMLElement>) => void) | undefined
}

/** Waveforms of rows; their column is as wide. */
export const WAVE_PX = { roomy: { width: 112, height: 30 }, dense: { width: 72, height: 22 } } as const

export const TitleField = ({ track, onDone }: { readonly track: Track; readonly onDone: () => void }) => {
  const field = useRef<HTMLInputElement>(null)
  const isDropped = useRef(false)
  useEffect(() => field.current?.select(), [])
  return (
    <input
      ref={field}
      className={styles.rename}
      aria-label={`New name for ${track.title}`}
      defaultValue={track.title}
      maxLength={300}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') isDropped.current = true
        if (event.key === 'Escape' || event.key === 'Enter') onDone()
      }}
      onBlur={(event) => {
        if (!isDropped.current) void renameTrack(track, event.currentTarget.value)
        onDone()
      }}
    />
  )
}

export const subtitle = (track: Track): string =>
  track.origin === 'imported' ? [track.artist, track.album, track.sourceName].filter(Boolean).join(' · ') : track.prompt

/** Made once: a row that takes another song need not make its pictures again. */
const ICONS = {
  restore: <RotateCcw />,
  liked: <Heart fill="currentColor" />,
  notLiked: <Heart fill="none" />,
  open: <AudioLines />,
  more: <Ellipsis aria-hidden />,
  pause: <Pause fill="currentColor" />,
  play: <Play fill="currentColor" />,
} as const

const RestoreButton = ({ track }: { readonly track: Track }) => (
  <IconButton
    tabIndex={-1}
    size="small"
    isTipShared
    label={`Restore ${track.title}`}
    icon={ICONS.restore}
    onMouseDown={(event) => event.stopPropagation()}
    onClick={() => void restoreTracks([track.id])}
  />
)

const Deeds = ({ track }: { readonly track: Track }) => (
  <>
    <IconButton
      tabIndex={-1}
      size="small"
      isTipShared
      className={classNames(styles.heart, track.isFavourite && styles.isFavourite)}
      label={track.isFavourite ? `Remove ${track.title} from favourites` : `Add ${track.title} to favourites`}
      isPressed={track.isFavourite}
      icon={track.isFavourite ? ICONS.liked : ICONS.notLiked}
      onMouseDown={(event) => event.stopPropagation()}
      onClick={() => void toggleFavourite([track])}
    />
    <IconButton
      tabIndex={-1}
      size="small"
      isTipShared
      className={styles.onHover}
      label={`Open ${track.title} in the editor`}
      icon={ICONS.open}
      onMouseDown={(event) => event.stopPropagation()}
      onClick={() => goTo({ place: 'editor', trackId: track.id })}
    />
  </>
)

/** The menu is made when the pointer comes near: a list that scrolls must not make hundreds. At once, or a press that follows would fall on the button before. */
export const MoreMenu = ({ track, menuFor, className }: Pick<TrackRowProps, 'track' | 'menuFor'> & { readonly className: string | undefined }) => {
  const [isNear, setNear] = useState(false)
  const button = (
    <button type="button" tabIndex={-1} className={className} aria-label={`More for ${track.title}`} onPointerEnter={() => flushSync(() => setNear(true))}>
      {ICONS.more}
    </button>
  )
  return isNear ? <Menu align="end" items={menuFor(track)} trigger={button} /> : button
}

/**
 * A row keeps its place and its elements while the list finds other songs: to fill in another song costs a fraction of making a row. What belongs to the
 * song alone (its menu, a new name, its waveform) is made anew with it.
 */
const Row = (props: TrackRowProps) => {
  const {
    track,
    index,
    columns,
    isSelected,
    isFocused,
    isPlaying,
    isLoaded,
    isRenaming,
    isDense,
    now,
    trashDays,
    top,
    menuFor,
    onPlay,
    onSelect,
    onRenamed,
    onGrip,
  } = props
  const row = useRef<HTMLDivElement>(null)
  // a button that was pressed for one song must not be pressed by the keyboard for the next one
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another song matters
  useLayoutEffect(
    () => () => {
      const active = document.activeElement
      if (active instanceof HTMLElement && row.current?.contains(active)) active.blur()
    },
    [track.id],
  )
  return (
    <div
      ref={row}
      id={`row-${track.id}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={classNames(styles.row, styles.columns, isSelected && styles.selected, isFocused && styles.focused, isLoaded && styles.current)}
      style={{ transform: `translateY(${top}px)` }}
      draggable={!isRenaming}
      onDragStart={(event) => {
        event.preventDefault()
        beginDraggingOut()
        void studio.desktop.startDrag({ trackId: track.id, format: 'wav' })
      }}
      onMouseDown={(event) => onSelect(track, event)}
      onContextMenu={(event) => !isSelected && onSelect(track, event)}
      onDoubleClick={() => trashDays === undefined && goTo({ place: 'editor', trackId: track.id })}
    >
      <div role="gridcell" className={styles.play}>
        {onGrip && (
          // biome-ignore lint/a11y/noStaticElementInteractions: Alt+arrows and the row's menu move it, too
          <span
            className={styles.grip}
            title="Drag to another place"
            onMouseDown={(event) => event.stopPropagation()}
            onPointerDown={(event) => onGrip(track, event)}
            draggable
            onDragStart={(event) => {
              event.preventDefault()
              event.stopPropagation()
            }}
          >
            {index + 1}
          </span>
        )}
        <IconButton
          tabIndex={-1}
          size="small"
          isTipShared
          label={isPlaying ? `Pause ${track.title}` : `Play ${track.title}`}
          icon={isPlaying ? ICONS.pause : ICONS.play}
          onPointerEnter={() => void transport.prepare(track.audioSha256, 0)}
          onMouseDown={(event) => event.stopPropagation()}
          onClick={() => onPlay(track)}
        />
      </div>
      <div role="gridcell" className={styles.wave}>
        <ProgressWaveform key={track.audioSha256} audioSha256={track.audioSha256} title={track.title} size={isDense ? WAVE_PX.dense : WAVE_PX.roomy} />
      </div>
      <div role="gridcell" className={styles.name}>
        {isRenaming ? (
          <TitleField key={track.id} track={track} onDone={onRenamed} />
        ) : (
          <>
            <span className={styles.title} title={track.title}>
              {track.title}
            </span>
            <span className={styles.subtitle} title={subtitle(track)}>
              {subtitle(track)}
            </span>
          </>
        )}
      </div>
      {columns.map(({ id, isNumber }) => (
        <div key={id} role="gridcell" className={classNames(styles.cell, isNumber && styles.number)}>
          {cellOf(id, track, { now, trashDays })}
        </div>
      ))}
      <div role="gridcell" className={styles.buttons}>
        {trashDays === undefined ? <Deeds track={track} /> : <RestoreButton track={track} />}
        <MoreMenu key={track.id} track={track} menuFor={menuFor} className={classNames(styles.more, styles.onHover)} />
      </div>
    </div>
  )
}
export const TrackRow = memo(Row)
