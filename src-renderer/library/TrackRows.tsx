// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
import type { RefObject } from 'react'
import { useStore } from 'zustand'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { classNames, Skeleton } from '../elements/index.ts'
import { useSettings } from '../settings/index.ts'
import { useReorder } from './albums/use-reorder.ts'
import { HEADS_ID } from './ColumnHeads.tsx'
import type { Column } from './column-ids.ts'
import { TrackRow } from './TrackRow.tsx'
import styles from './TrackTable.module.css'
import type { TrackListStore } from './track-list-store.ts'
import { useNow } from './use-now.ts'
import { useSongSlots } from './use-song-slots.ts'
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
  const isTrash = useStore(list.store, (state) => state.shelf.view === 'trash')
  const now = useNow()
  const trashDays = useSettings((state) => state.settings.trashDays)
  const { slots, total, status, focusedRow, layer, heightPx, isCompressed, topOf } = useSongSlots({ list, scroll, reach, rowPx, perRow: 1, renamingId })
  const reorder = useReorder({ scroll, rowPx, total, onPlace })

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
      aria-activedescendant={focusedRow}
      data-keys="list"
      onKeyDown={hearKeys}
      onFocus={onFocus}
    >
      {status === 'loading' && total === 0 && <Skeletons />}
      <div style={{ height: heightPx, position: 'relative' }} role="presentation">
        <div ref={layer} className={classNames(styles.layer, isCompressed && styles.moved)} role="presentation">
          {slots.map((song, slot) => (
            <TrackRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a slot is a row element, whatever song it shows
              key={slot}
              {...song}
              columns={columns}
              top={song.place === undefined ? 0 : topOf(song.place)}
              isDense={isDense}
              now={now}
              trashDays={isTrash ? trashDays : undefined}
              menuFor={menuFor}
              onPlay={onPlay}
              onSelect={onSelect}
              onRenamed={onRenamed}
              onGrip={onPlace ? reorder.onGrip : undefined}
            />
          ))}
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
