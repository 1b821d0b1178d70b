// biome-ignore-all lint/a11y/useSemanticElements: a virtualised list box (WAI-ARIA listbox pattern) has one focus stop and no form elements
// biome-ignore-all lint/a11y/useFocusableInteractive: a virtualised list box (WAI-ARIA listbox pattern) has one focus stop and no form elements
import { Heart, Pause, Play } from 'lucide-react'
import { type MouseEvent, memo, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { Track } from '../../../src-shared/library/contract.ts'
import { studio } from '../../bridge/studio-client.ts'
import { ContextMenu, classNames, type MenuItem } from '../../elements/index.ts'
import { beginDraggingOut } from '../../mixdown/index.ts'
import { goTo } from '../../navigation/index.ts'
import { useSettings } from '../../settings/index.ts'
import { useTransport } from '../../transport/index.ts'
import { clockTime, tempoWord } from '../../words/index.ts'
import { useListLook } from '../list-look.ts'
import { MoreMenu } from '../MoreMenu.tsx'
import { RowStars } from '../marks/RowStars.tsx'
import { songAt } from '../pages.ts'
import { TitleField } from '../TitleField.tsx'
import { daysLeft } from '../track-cells.ts'
import { useNow } from '../use-now.ts'
import { useRowsInSight } from '../use-rows-in-sight.ts'
import { type ListReach, NO_REACH, type TrackListProps, useTrackList } from '../use-track-list.ts'
import { useWidth } from '../use-width.ts'
import { SongCover } from './SongCover.tsx'
import styles from './TrackGrid.module.css'

const ROOMY_PX = 184
const DENSE_PX = 132
const GAP_PX = 12
const EDGE_PX = 16
const WORDS_PX = 46

type TileProps = {
  readonly track: Track
  readonly column: number
  readonly isSelected: boolean
  readonly isFocused: boolean
  readonly isLoaded: boolean
  readonly isPlaying: boolean
  readonly isRenaming: boolean
  /** until it is deleted for good; in the trash */
  readonly left: string | undefined
  readonly menuFor: (track: Track) => readonly MenuItem[]
  readonly onPlay: (track: Track) => void
  readonly onSelect: (track: Track, event: MouseEvent) => void
  readonly onRenamed: () => void
}

const Tile = memo(({ track, column, isSelected, isFocused, isLoaded, isPlaying, isRenaming, left, menuFor, onPlay, onSelect, onRenamed }: TileProps) => (
  <div
    id={`row-${track.id}`}
    role="gridcell"
    tabIndex={-1}
    aria-selected={isSelected}
    aria-colindex={column + 1}
    className={classNames(styles.tile, isSelected && styles.selected, isFocused && styles.focused, isLoaded && styles.current)}
    draggable={!isRenaming}
    onDragStart={(event) => {
      event.preventDefault()
      beginDraggingOut()
      void studio.desktop.startDrag({ trackId: track.id, format: 'wav' })
    }}
    onMouseDown={(event) => onSelect(track, event)}
    onContextMenu={(event) => !isSelected && onSelect(track, event)}
    onDoubleClick={() => left === undefined && goTo({ place: 'editor', trackId: track.id })}
  >
    <div className={styles.cover}>
      <SongCover audioSha256={track.audioSha256} coverSha256={track.coverSha256} label={`Cover of ${track.title}`} className={styles.art} />
      <button
        type="button"
        tabIndex={-1}
        className={styles.play}
        aria-label={isPlaying ? `Pause ${track.title}` : `Play ${track.title}`}
        onMouseDown={(event) => event.stopPropagation()}
        onClick={() => onPlay(track)}
      >
        {isPlaying ? <Pause fill="currentColor" aria-hidden /> : <Play fill="currentColor" aria-hidden />}
      </button>
      {track.isFavourite && <Heart className={styles.heart} fill="currentColor" aria-label="Favourite" />}
      <MoreMenu track={track} menuFor={menuFor} className={styles.more} />
    </div>
    {isRenaming ? (
      <TitleField track={track} onDone={onRenamed} />
    ) : (
      <p className={styles.title} title={track.title}>
        {track.title}
      </p>
    )}
    <p className={styles.detail}>
      <span className={styles.facts}>
        {left === undefined ? [clockTime(track.seconds), track.tempoBpm ? tempoWord(track.tempoBpm) : ''].filter(Boolean).join(' · ') : `Deleted in ${left}`}
      </span>
      <span>
        <RowStars songNow={() => track} track={track} isReadOnly={left !== undefined} />
      </span>
    </p>
  </div>
))

export type TrackGridProps = TrackListProps & { readonly label: string; readonly empty: ReactNode }

/** Songs as covers, any number of them: only the rows in sight exist. One tab stop; the arrows move inside. */
export const TrackGrid = ({ label, empty, ...props }: TrackGridProps) => {
  const { list } = props
  const { pages, tracks, total, status, error, selection, shelf } = useStore(list.store)
  const density = useListLook((state) => state.density)
  const scroll = useRef<HTMLDivElement>(null)
  const [root, width] = useWidth()
  const now = useNow()
  const trashDays = useSettings((state) => state.settings.trashDays)
  const loadedSha = useTransport((state) => state.source?.audioSha256)
  const isTransportPlaying = useTransport((state) => state.status === 'playing')
  const wanted = density === 'dense' ? DENSE_PX : ROOMY_PX
  const perRow = Math.max(1, Math.floor((width - 2 * EDGE_PX - 12 + GAP_PX) / (wanted + GAP_PX)))
  const tilePx = Math.floor((width - 2 * EDGE_PX - 12 - (perRow - 1) * GAP_PX) / perRow)
  const rowPx = tilePx + WORDS_PX + GAP_PX
  const rows = useRowsInSight(scroll, Math.ceil(total / perRow), rowPx)
  const first = rows.first * perRow
  const last = Math.min(total - 1, (rows.last + 1) * perRow - 1)
  // biome-ignore lint/correctness/useExhaustiveDependencies: pages that were forgotten, or were refused, are asked for again
  useEffect(() => list.show(first, last, perRow * (Math.ceil(rows.viewPx / rowPx) + 1)), [list, first, last, pages, status, perRow, rows.viewPx, rowPx])
  const reach = useRef<ListReach>(NO_REACH)
  reach.current = {
    reveal: (place) => rows.reveal(Math.floor(place / perRow)),
    toTop: rows.toTop,
    perPage: perRow * Math.max(1, Math.floor(rows.viewPx / rowPx)),
  }
  const { menuFor, onSelect, onPlay, hearKeys, onFocus, onRenamed, renamingId } = useTrackList({ ...props, scroll, reach, perRow })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu is about what is selected and loaded
  const menu = useMemo(() => menuFor(), [menuFor, selection, tracks])

  if (status === 'failed' && tracks.length === 0) return <div className={styles.message}>{error?.message}</div>
  if (status === 'ready' && total === 0) return <>{empty}</>
  const shown = Array.from({ length: Math.max(0, rows.last - rows.first + 1) }, (_, i) => rows.first + i)
  return (
    <div ref={root} className={styles.root}>
      <ContextMenu items={menu}>
        <div
          ref={scroll}
          className={styles.scroll}
          role="grid"
          tabIndex={0}
          aria-label={label}
          aria-rowcount={Math.ceil(total / perRow)}
          aria-colcount={perRow}
          aria-multiselectable
          aria-activedescendant={selection.focusId ? `row-${selection.focusId}` : undefined}
          onKeyDown={hearKeys}
          onFocus={onFocus}
        >
          <div style={{ height: rows.heightPx + EDGE_PX, position: 'relative' }} role="presentation">
            <div ref={rows.layer} className={styles.layer} role="presentation">
              {shown.map((row) => (
                <div
                  key={row}
                  className={styles.row}
                  role="row"
                  tabIndex={-1}
                  aria-rowindex={row + 1}
                  style={{ transform: `translateY(${rows.topOf(row)}px)`, gridTemplateColumns: `repeat(${perRow}, ${tilePx}px)` }}
                >
                  {Array.from({ length: Math.min(perRow, total - row * perRow) }, (_, i) => {
                    const place = row * perRow + i
                    const track = songAt(pages, place)
                    if (!track) return <div key={place} className={styles.waiting} aria-hidden style={{ height: tilePx }} />
                    const isLoaded = loadedSha === track.audioSha256
                    const isTrash = shelf.view === 'trash' && track.trashedAt !== undefined
                    return (
                      <Tile
                        key={track.id}
                        track={track}
                        column={i}
                        isSelected={selection.ids.has(track.id)}
                        isFocused={selection.focusId === track.id}
                        isLoaded={isLoaded}
                        isPlaying={isLoaded && isTransportPlaying}
                        isRenaming={renamingId === track.id}
                        left={isTrash ? daysLeft(track.trashedAt ?? now, trashDays, now) : undefined}
                        menuFor={menuFor}
                        onPlay={onPlay}
                        onSelect={onSelect}
                        onRenamed={onRenamed}
                      />
                    )
                  })}
                </div>
              ))}
            </div>
          </div>
        </div>
      </ContextMenu>
    </div>
  )
}
