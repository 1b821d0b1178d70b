// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
import { type RefObject, useEffect } from 'react'
import { useStore } from 'zustand'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { classNames, Skeleton } from '../elements/index.ts'
import { useSettings } from '../settings/index.ts'
import { useTransport } from '../transport/index.ts'
import { useReorder } from './albums/use-reorder.ts'
import { HEADS_ID } from './ColumnHeads.tsx'
import type { Column } from './column-ids.ts'
import { songAt } from './pages.ts'
import { isChosen } from './selection.ts'
import { TrackRow } from './TrackRow.tsx'
import styles from './TrackTable.module.css'
import type { TrackListStore } from './track-list-store.ts'
import { useNow } from './use-now.ts'
import { useOrderAtRest } from './use-order-at-rest.ts'
import { useRowSlots } from './use-row-slots.ts'
import { useRowsInSight } from './use-rows-in-sight.ts'
import type { ListReach, TrackListDeeds } from './use-track-list.ts'

type Props = {
  readonly list: TrackListStore
  readonly label: string
  readonly columns: readonly Column[]
  readonly rowPx: number
  readonly isDense: boolean
  readonly scroll: RefObject<HTMLDivElement | null>
  /** told how to bring a place into sight */
  readonly reach: RefObject<ListReach>
  readonly deeds: TrackListDeeds
  readonly onPlace: ((trackId: TrackId, place: number) => void) | undefined
}

/** The songs of a list, apart from all that stays while others are found: this alone is drawn for each letter of a search. */
export const TrackRows = ({ list, label, columns, rowPx, isDense, scroll, reach, deeds, onPlace }: Props) => {
  const { menuFor, onSelect, onPlay, onRenamed, hearKeys, onFocus, renamingId } = deeds
  const pages = useStore(list.store, (state) => state.pages)
  const total = useStore(list.store, (state) => state.total)
  const status = useStore(list.store, (state) => state.status)
  const selection = useStore(list.store, (state) => state.selection)
  const isTrash = useStore(list.store, (state) => state.shelf.view === 'trash')
  const now = useNow()
  const trashDays = useSettings((state) => state.settings.trashDays)
  const loadedSha = useTransport((state) => state.source?.audioSha256)
  const isTransportPlaying = useTransport((state) => state.status === 'playing')
  const rows = useRowsInSight(scroll, total, rowPx)
  const { first, last, viewPx } = rows
  reach.current = { reveal: rows.reveal, toTop: rows.toTop, perPage: Math.max(1, Math.floor(viewPx / rowPx) - 1) }
  // biome-ignore lint/correctness/useExhaustiveDependencies: pages that were forgotten, or were refused, are asked for again
  useEffect(() => list.show(first, last, Math.ceil(viewPx / rowPx) + 1), [list, first, last, viewPx, rowPx, pages, status])
  const reorder = useReorder({ scroll, rowPx, total, onPlace })
  const placeOfSlot = useRowSlots(pages, first, last)
  const layer = useOrderAtRest(rows.layer, pages, first, last)

  return (
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
      data-keys="list"
      onKeyDown={hearKeys}
      onFocus={onFocus}
    >
      {status === 'loading' && total === 0 && <Skeletons />}
      <div style={{ height: rows.heightPx, position: 'relative' }} role="presentation">
        <div ref={layer} className={classNames(styles.layer, rows.isCompressed && styles.moved)} role="presentation">
          {placeOfSlot.map((place, slot) => {
            const track = place === undefined ? undefined : songAt(pages, place)
            const isLoaded = track !== undefined && loadedSha === track.audioSha256
            return (
              <TrackRow
                // biome-ignore lint/suspicious/noArrayIndexKey: a slot is a row element, whatever song it shows
                key={slot}
                track={track}
                place={place}
                columns={columns}
                top={place === undefined ? 0 : rows.topOf(place)}
                isDense={isDense}
                now={now}
                trashDays={isTrash ? trashDays : undefined}
                isSelected={track !== undefined && isChosen(selection, track.id)}
                isFocused={track !== undefined && selection.focusId === track.id}
                isLoaded={isLoaded}
                isPlaying={isLoaded && isTransportPlaying}
                isRenaming={track !== undefined && renamingId === track.id}
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
  )
}

const Skeletons = () => (
  <div aria-hidden>
    {[62, 48, 70, 55, 40, 66, 52].map((width) => (
      <div key={width} className={styles.placeholder}>
        <Skeleton width={`${width}%`} />
      </div>
    ))}
  </div>
)
