// biome-ignore-all lint/a11y/useSemanticElements: a virtualised list box (WAI-ARIA listbox pattern) has one focus stop and no form elements
// biome-ignore-all lint/a11y/useFocusableInteractive: a virtualised list box (WAI-ARIA listbox pattern) has one focus stop and no form elements
import { type ReactNode, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { ContextMenu, classNames, type MenuItem } from '../../elements/index.ts'
import { useSettings } from '../../settings/index.ts'
import { KeptList } from '../KeptList.tsx'
import { useListLook } from '../list-look.ts'
import { daysLeft } from '../track-cells.ts'
import { useNow } from '../use-now.ts'
import { useSongSlots } from '../use-song-slots.ts'
import { type ListReach, NO_REACH, type TrackListProps, useTrackList } from '../use-track-list.ts'
import { useWidth } from '../use-width.ts'
import { Tile } from './Tile.tsx'
import styles from './TrackGrid.module.css'

const ROOMY_PX = 184
const DENSE_PX = 132
const GAP_PX = 12
const EDGE_PX = 16
/** above a song's words, and their two lines where letters are of their usual size */
const ABOVE_WORDS_PX = 6
const WORDS_PX = 40

export type TrackGridProps = TrackListProps & { readonly label: string; readonly empty: ReactNode }

/** Songs as covers, any number of them: only the rows in sight exist. One tab stop; the arrows move inside. */
export const TrackGrid = ({ label, empty, ...props }: TrackGridProps) => {
  const { list } = props
  const refusal = useStore(list.store, ({ status, tracks, error }) => (status === 'failed' && tracks.length === 0 ? (error?.message ?? '') : undefined))
  const isTrash = useStore(list.store, (state) => state.shelf.view === 'trash')
  const density = useListLook((state) => state.density)
  const scroll = useRef<HTMLDivElement>(null)
  const [root, width] = useWidth()
  const now = useNow()
  const trashDays = useSettings((state) => state.settings.trashDays)
  const letters = useSettings((state) => state.settings.textPercent) / 100
  const wordsPx = ABOVE_WORDS_PX + Math.ceil(WORDS_PX * letters)
  // larger words need wider tiles, though not so much that few are in sight
  const wanted = ((density === 'dense' ? DENSE_PX : ROOMY_PX) * (1 + letters)) / 2
  const perRow = Math.max(1, Math.floor((width - 2 * EDGE_PX - 12 + GAP_PX) / (wanted + GAP_PX)))
  const tilePx = Math.floor((width - 2 * EDGE_PX - 12 - (perRow - 1) * GAP_PX) / perRow)
  const rowPx = tilePx + wordsPx + GAP_PX
  const reach = useRef<ListReach>(NO_REACH)
  const { menuFor, onSelect, onPlay, hearKeys, onFocus, onRenamed, renamingId } = useTrackList({ ...props, scroll, reach, perRow })
  const { slots, total, status, focusedRow, layer, heightPx, isCompressed, topOf } = useSongSlots({ list, scroll, reach, rowPx, perRow, renamingId })
  const [menu, setMenu] = useState<readonly MenuItem[]>([])

  if (refusal !== undefined) return <div className={styles.message}>{refusal}</div>
  const grid = (
    <div ref={root} className={styles.root} style={{ ['--words' as string]: `${wordsPx}px` }}>
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
          aria-activedescendant={focusedRow}
          data-keys="list"
          onKeyDown={hearKeys}
          onFocus={onFocus}
        >
          <div style={{ height: heightPx + EDGE_PX, position: 'relative' }} role="presentation">
            <div ref={layer} className={classNames(styles.layer, isCompressed && styles.moved)} role="presentation">
              {slots.map((song, slot) => {
                const { track, place } = song
                const row = Math.floor((place ?? 0) / perRow)
                const column = (place ?? 0) % perRow
                return (
                  <Tile
                    // biome-ignore lint/suspicious/noArrayIndexKey: a slot is a tile's elements, whatever song it shows
                    key={slot}
                    {...song}
                    row={row}
                    column={column}
                    left={EDGE_PX + column * (tilePx + GAP_PX)}
                    top={place === undefined ? 0 : topOf(row)}
                    size={tilePx}
                    height={tilePx + wordsPx}
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
  return (
    <KeptList isEmpty={status === 'ready' && total === 0} empty={empty}>
      {grid}
    </KeptList>
  )
}
