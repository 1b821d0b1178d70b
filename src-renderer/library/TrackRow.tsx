// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
// biome-ignore-all lint/a11y/useFocusableInteractive: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
import { AudioLines, Ellipsis, Heart, Pause, Play, RotateCcw } from 'lucide-react'
import { type MouseEvent, useEffect, useRef } from 'react'
import type { Track } from '../../src-shared/library/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { classNames, IconButton, Menu, type MenuItem } from '../elements/index.ts'
import { beginDraggingOut } from '../mixdown/index.ts'
import { goTo } from '../navigation/index.ts'
import { ProgressWaveform, transport } from '../transport/index.ts'
import { clockTime, counted, keyWord, mannerWord, tempoWord, timeAgo } from '../words/index.ts'
import styles from './TrackTable.module.css'
import { renameTrack, restoreTracks, toggleFavourite } from './track-deeds.ts'

const DAY_MILLISECONDS = 86_400_000

export type TrackRowProps = {
  readonly track: Track
  readonly index: number
  readonly isSelected: boolean
  readonly isFocused: boolean
  readonly isPlaying: boolean
  readonly isLoaded: boolean
  readonly isRenaming: boolean
  readonly now: number
  /** in the trash: how many days songs stay there */
  readonly trashDays: number | undefined
  readonly top: number
  readonly menuItems: () => readonly MenuItem[]
  readonly onPlay: () => void
  readonly onSelect: (event: MouseEvent) => void
  readonly onRenamed: () => void
}

const TitleField = ({ track, onDone }: { readonly track: Track; readonly onDone: () => void }) => {
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

const subtitle = (track: Track): string => (track.origin === 'imported' ? [track.artist, track.sourceName].filter(Boolean).join(' · ') : track.prompt)

const daysLeft = (trashedAt: number, trashDays: number, now: number): string => {
  const days = Math.ceil((trashedAt + trashDays * DAY_MILLISECONDS - now) / DAY_MILLISECONDS)
  return days < 1 ? 'today' : counted(Math.min(days, trashDays), 'day')
}

const RestoreButton = ({ track }: { readonly track: Track }) => (
  <IconButton
    tabIndex={-1}
    size="small"
    label={`Restore ${track.title}`}
    icon={<RotateCcw />}
    onMouseDown={(event) => event.stopPropagation()}
    onClick={() => void restoreTracks([track.id])}
  />
)

const Deeds = ({ track }: { readonly track: Track }) => (
  <>
    <IconButton
      tabIndex={-1}
      size="small"
      className={classNames(styles.heart, track.isFavourite && styles.isFavourite)}
      label={track.isFavourite ? `Remove ${track.title} from favourites` : `Add ${track.title} to favourites`}
      isPressed={track.isFavourite}
      icon={<Heart fill={track.isFavourite ? 'currentColor' : 'none'} />}
      onMouseDown={(event) => event.stopPropagation()}
      onClick={() => void toggleFavourite([track])}
    />
    <IconButton
      tabIndex={-1}
      size="small"
      className={styles.onHover}
      label={`Open ${track.title} in the editor`}
      icon={<AudioLines />}
      onMouseDown={(event) => event.stopPropagation()}
      onClick={() => goTo({ place: 'editor', trackId: track.id })}
    />
  </>
)

export const TrackRow = ({
  track,
  index,
  isSelected,
  isFocused,
  isPlaying,
  isLoaded,
  isRenaming,
  now,
  trashDays,
  top,
  menuItems,
  onPlay,
  onSelect,
  onRenamed,
}: TrackRowProps) => (
  <div
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
    onMouseDown={onSelect}
    onContextMenu={(event) => !isSelected && onSelect(event)}
    onDoubleClick={() => trashDays === undefined && goTo({ place: 'editor', trackId: track.id })}
  >
    <div role="gridcell" className={styles.play}>
      <IconButton
        tabIndex={-1}
        size="small"
        label={isPlaying ? `Pause ${track.title}` : `Play ${track.title}`}
        icon={isPlaying ? <Pause fill="currentColor" /> : <Play fill="currentColor" />}
        onPointerEnter={() => void transport.prepare(track.audioSha256, 0)}
        onMouseDown={(event) => event.stopPropagation()}
        onClick={onPlay}
      />
    </div>
    <div role="gridcell" className={styles.wave}>
      <ProgressWaveform audioSha256={track.audioSha256} title={track.title} />
    </div>
    <div role="gridcell" className={styles.name}>
      {isRenaming ? (
        <TitleField track={track} onDone={onRenamed} />
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
    <div role="gridcell" className={styles.style}>
      {mannerWord(track) ?? (track.origin === 'imported' ? 'Imported' : '')}
    </div>
    <div role="gridcell" className={styles.tempo}>
      {track.tempoBpm === undefined ? '' : tempoWord(track.tempoBpm)}
    </div>
    <div role="gridcell" className={styles.key}>
      {track.key ? keyWord(track.key) : ''}
    </div>
    <div role="gridcell" className={styles.length}>
      {clockTime(track.seconds)}
    </div>
    <div role="gridcell" className={styles.added}>
      {trashDays === undefined || track.trashedAt === undefined ? timeAgo(track.createdAt, now) : daysLeft(track.trashedAt, trashDays, now)}
    </div>
    <div role="gridcell" className={styles.buttons}>
      {trashDays === undefined ? <Deeds track={track} /> : <RestoreButton track={track} />}
      <Menu
        align="end"
        items={menuItems()}
        trigger={
          <button type="button" tabIndex={-1} className={classNames(styles.more, styles.onHover)} aria-label={`More for ${track.title}`}>
            <Ellipsis aria-hidden />
          </button>
        }
      />
    </div>
  </div>
)
