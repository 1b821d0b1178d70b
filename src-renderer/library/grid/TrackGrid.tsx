// biome-ignore-all lint/a11y/useSemanticElements: a virtualised list box (WAI-ARIA listbox pattern) has one focus stop and no form elements
// biome-ignore-all lint/a11y/useFocusableInteractive: a virtualised list box (WAI-ARIA listbox pattern) has one focus stop and no form elements
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { ContextMenu, classNames, type MenuItem } from '../../elements/index.ts'
import { useSettings } from '../../settings/index.ts'
import { useTransport } from '../../transport/index.ts'
import { useListLook } from '../list-look.ts'
import { songAt } from '../pages.ts'
import { isChosen } from '../selection.ts'
import { daysLeft } from '../track-cells.ts'
import { useNow } from '../use-now.ts'
import { useOrderAtRest } from '../use-order-at-rest.ts'
import { useRowSlots } from '../use-row-slots.ts'
import { useRowsInSight } from '../use-rows-in-sight.ts'
import { type ListReach, NO_REACH, type TrackListProps, useTrackList } from '../use-track-list.ts'
import { useWidth } from '../use-width.ts'
import { Tile } from './Tile.tsx'
import styles from './TrackGrid.module.css'

const ROOMY_PX = 184
const DENSE_PX = 132
const GAP_PX = 12
const EDGE_PX = 16
const WORDS_PX = 46

export type TrackGridProps = TrackListProps & { readonly label: string; readonly empty: ReactNode }

/** Songs as covers, any number of them: only the rows in sight exist. One tab stop; the arrows move inside. */
export const TrackGrid = ({ label, empty, ...props }: TrackGridProps) => {
  const { list } = props
  const pages = useStore(list.store, (state) => state.pages)
  const total = useStore(list.store, (state) => state.total)
  const status = useStore(list.store, (state) => state.status)
  const error = useStore(list.store, (state) => state.error)
  const selection = useStore(list.store, (state) => state.selection)
  const isTrash = useStore(list.store, (state) => state.shelf.view === 'trash')
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
  const [menu, setMenu] = useState<readonly MenuItem[]>([])
  const placeOfSlot = useRowSlots(pages, first, last)
  const layer = useOrderAtRest(rows.layer, pages, first, last)

  if (status === 'failed' && pages.size === 0) return <div className={styles.message}>{error?.message}</div>
  if (status === 'ready' && total === 0) return <>{empty}</>
  return (
    <div ref={root} className={styles.root}>
      <ContextMenu items={menu} onOpenChange={(isOpen) => isOpen && setMenu(menuFor())}>
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
          data-keys="list"
          onKeyDown={hearKeys}
          onFocus={onFocus}
        >
          <div style={{ height: rows.heightPx + EDGE_PX, position: 'relative' }} role="presentation">
            <div ref={layer} className={classNames(styles.layer, rows.isCompressed && styles.moved)} role="presentation">
              {placeOfSlot.map((place, slot) => {
                const track = place === undefined ? undefined : songAt(pages, place)
                const isLoaded = track !== undefined && loadedSha === track.audioSha256
                const row = Math.floor((place ?? 0) / perRow)
                const column = (place ?? 0) % perRow
                return (
                  <Tile
                    // biome-ignore lint/suspicious/noArrayIndexKey: a slot is a tile's elements, whatever song it shows
                    key={slot}
                    track={track}
                    place={place}
                    row={row}
                    column={column}
                    left={EDGE_PX + column * (tilePx + GAP_PX)}
                    top={place === undefined ? 0 : rows.topOf(row)}
                    size={tilePx}
                    height={tilePx + WORDS_PX}
                    isSelected={track !== undefined && isChosen(selection, track.id)}
                    isFocused={track !== undefined && selection.focusId === track.id}
                    isLoaded={isLoaded}
                    isPlaying={isLoaded && isTransportPlaying}
                    isRenaming={track !== undefined && renamingId === track.id}
                    isTrash={isTrash}
                    daysLeft={isTrash && track?.trashedAt !== undefined ? daysLeft(track.trashedAt, trashDays, now) : undefined}
                    menuFor={menuFor}
                    onPlay={onPlay}
                    onSelect={onSelect}
                    onRenamed={onRenamed}
                  />
                )
              })}
            </div>
          </div>
        </div>
      </ContextMenu>
    </div>
  )
}
