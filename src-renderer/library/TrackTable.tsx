// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { TrackSort } from '../../src-shared/library/contract.ts'
import { ContextMenu, classNames, SharedTip, Skeleton } from '../elements/index.ts'
import { useSettings } from '../settings/index.ts'
import { useTransport } from '../transport/index.ts'
import { useReorder } from './albums/use-reorder.ts'
import { ColumnHeads, HEADS_ID } from './ColumnHeads.tsx'
import { fittingColumns } from './column-ids.ts'
import { useListLook } from './list-look.ts'
import { songAt } from './pages.ts'
import { TrackRow, WAVE_PX } from './TrackRow.tsx'
import styles from './TrackTable.module.css'
import { useNow } from './use-now.ts'
import { useRowsInSight } from './use-rows-in-sight.ts'
import { type TrackListProps, useTrackList } from './use-track-list.ts'
import { useWidth } from './use-width.ts'

const ROOMY_PX = 52
const DENSE_PX = 36
const BEGINS_DESCENDING: readonly TrackSort[] = ['createdAt', 'updatedAt', 'rating']

/** how much larger than 16 pixels the window's letters are */
const remScale = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1

export type TrackTableProps = TrackListProps & {
  readonly label: string
  readonly empty: ReactNode
  /** false: the order is the album's own */
  readonly isSortable?: boolean
  /** where the order is the musician's own: puts a song at a place */
  readonly onPlace?: (trackId: TrackId, place: number) => void
}

/** A list of songs of any length: only the rows in sight exist. One tab stop; the arrows move inside. */
export const TrackTable = ({ label, empty, isSortable = true, onPlace, ...props }: TrackTableProps) => {
  const { list } = props
  const { pages, tracks, total, status, error, selection, sort, isDescending, shelf } = useStore(list.store)
  const { density, columns: chosenColumns } = useListLook()
  const scroll = useRef<HTMLDivElement>(null)
  const [root, width] = useWidth()
  const now = useNow()
  const trashDays = useSettings((state) => state.settings.trashDays)
  const loadedSha = useTransport((state) => state.source?.audioSha256)
  const isTransportPlaying = useTransport((state) => state.status === 'playing')
  const isTrash = shelf.view === 'trash'
  const rowPx = density === 'dense' ? DENSE_PX : ROOMY_PX
  const columns = useMemo(() => fittingColumns(chosenColumns, width / remScale()), [chosenColumns, width])

  const rows = useRowsInSight(scroll, total, rowPx)
  const { first, last } = rows
  // biome-ignore lint/correctness/useExhaustiveDependencies: pages that were forgotten, or were refused, are asked for again
  useEffect(() => list.show(first, last), [list, first, last, pages, status])
  const perPage = Math.max(1, Math.floor(rows.viewPx / rowPx) - 1)
  const { menuFor, onSelect, onPlay, hearKeys, onFocus, onRenamed, renamingId } = useTrackList({ ...props, scroll, reveal: rows.reveal, perRow: 1, perPage })
  const reorder = useReorder({ scroll, rowPx, total, onPlace })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu is about what is selected and loaded
  const shownMenu = useMemo(() => menuFor(), [menuFor, selection, tracks])

  if (status === 'failed' && tracks.length === 0) return <div className={styles.message}>{error?.message}</div>
  if (status === 'ready' && total === 0) return <>{empty}</>

  const onSort = (next: TrackSort) =>
    void list.change(next === sort ? { isDescending: !isDescending } : { sort: next, isDescending: BEGINS_DESCENDING.includes(next) })
  const template = `${onPlace ? 64 : 36}px ${WAVE_PX[density].width}px minmax(0, 1fr) ${columns.map((column) => `${column.width / 16}rem`).join(' ')} 100px`
  const places = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
  return (
    <div ref={root} className={classNames(styles.table, density === 'dense' && styles.dense)} style={{ ['--columns' as string]: template }}>
      <ColumnHeads
        columns={columns}
        isTrash={isTrash}
        sort={isSortable ? sort : undefined}
        isDescending={isDescending}
        onSort={isSortable ? onSort : undefined}
      />
      <ContextMenu items={shownMenu}>
        <div
          ref={scroll}
          className={styles.scroll}
          role="grid"
          tabIndex={0}
          aria-label={label}
          aria-rowcount={total + 1}
          aria-multiselectable
          aria-owns={HEADS_ID}
          aria-activedescendant={selection.focusId ? `row-${selection.focusId}` : undefined}
          onKeyDown={hearKeys}
          onFocus={onFocus}
        >
          {status === 'loading' && tracks.length === 0 && <Skeletons />}
          <div style={{ height: rows.heightPx, position: 'relative' }} role="presentation">
            <div ref={rows.layer} className={styles.layer} role="presentation">
              {places.map((place) => {
                const track = songAt(pages, place)
                if (!track) return <Waiting key={place} top={rows.topOf(place)} place={place} />
                const isLoaded = loadedSha === track.audioSha256
                return (
                  <TrackRow
                    // a name that is being written goes with its song when others come in above
                    key={renamingId === track.id ? track.id : place}
                    track={track}
                    index={place}
                    columns={columns}
                    top={rows.topOf(place)}
                    isDense={density === 'dense'}
                    now={now}
                    trashDays={isTrash ? trashDays : undefined}
                    isSelected={selection.ids.has(track.id)}
                    isFocused={selection.focusId === track.id}
                    isLoaded={isLoaded}
                    isPlaying={isLoaded && isTransportPlaying}
                    isRenaming={renamingId === track.id}
                    menuFor={menuFor}
                    onPlay={onPlay}
                    onSelect={onSelect}
                    onRenamed={onRenamed}
                    onGrip={onPlace ? reorder.onGrip : undefined}
                  />
                )
              })}
            </div>
            {reorder.place !== undefined && <div className={styles.insertion} style={{ transform: `translateY(${reorder.place * rowPx - 1}px)` }} />}
          </div>
        </div>
      </ContextMenu>
      <SharedTip within={scroll} />
    </div>
  )
}

/** A row whose page is on its way. */
const Waiting = ({ top, place }: { readonly top: number; readonly place: number }) => (
  <div className={classNames(styles.row, styles.columns)} style={{ transform: `translateY(${top}px)` }} aria-hidden>
    <span />
    <span />
    <Skeleton width={`${45 + ((place * 7) % 35)}%`} />
  </div>
)

const Skeletons = () => (
  <div aria-hidden>
    {[62, 48, 70, 55, 40, 66, 52].map((width) => (
      <div key={width} className={styles.placeholder}>
        <Skeleton width={`${width}%`} />
      </div>
    ))}
  </div>
)
