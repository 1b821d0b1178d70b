import { type ReactNode, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { TrackSort } from '../../src-shared/library/contract.ts'
import { ContextMenu, classNames, type MenuItem, SharedTip } from '../elements/index.ts'
import { ColumnHeads } from './ColumnHeads.tsx'
import { fittingColumns } from './column-ids.ts'
import { KeptList } from './KeptList.tsx'
import { useListLook } from './list-look.ts'
import { WAVE_PX } from './RowCells.tsx'
import { TrackRows } from './TrackRows.tsx'
import styles from './TrackTable.module.css'
import { type ListReach, NO_REACH, type TrackListProps, useTrackList } from './use-track-list.ts'
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
  const sort = useStore(list.store, (state) => state.sort)
  const isDescending = useStore(list.store, (state) => state.isDescending)
  const isTrash = useStore(list.store, (state) => state.shelf.view === 'trash')
  const isEmpty = useStore(list.store, ({ status, total }) => status === 'ready' && total === 0)
  const refusal = useStore(list.store, ({ status, tracks, error }) => (status === 'failed' && tracks.length === 0 ? (error?.message ?? '') : undefined))
  const { density, columns: chosenColumns } = useListLook()
  const isDense = density === 'dense'
  const scroll = useRef<HTMLDivElement>(null)
  const [root, width] = useWidth()
  const columns = useMemo(() => fittingColumns(chosenColumns, width / remScale()), [chosenColumns, width])
  const reach = useRef<ListReach>(NO_REACH)
  const deeds = useTrackList({ ...props, scroll, reach, perRow: 1 })
  const { menuFor } = deeds
  // made when it is opened, of what is selected then
  const [menu, setMenu] = useState<readonly MenuItem[]>([])

  if (refusal !== undefined) return <div className={styles.message}>{refusal}</div>
  const onSort = (next: TrackSort) =>
    void list.change(next === sort ? { isDescending: !isDescending } : { sort: next, isDescending: BEGINS_DESCENDING.includes(next) })
  const template = `${onPlace ? 64 : 36}px ${WAVE_PX[density].width}px minmax(0, 1fr) ${columns.map((column) => `${column.width / 16}rem`).join(' ')} 6.25rem`
  const table = (
    <div ref={root} className={classNames(styles.table, isDense && styles.dense)} style={{ ['--columns' as string]: template }}>
      <ColumnHeads
        columns={columns}
        isTrash={isTrash}
        sort={isSortable ? sort : undefined}
        isDescending={isDescending}
        onSort={isSortable ? onSort : undefined}
      />
      <ContextMenu items={menu} onOpenChange={(isOpen) => isOpen && setMenu(menuFor())}>
        <div className={styles.songs}>
          <TrackRows
            list={list}
            label={label}
            columns={columns}
            rowPx={isDense ? DENSE_PX : ROOMY_PX}
            isDense={isDense}
            scroll={scroll}
            reach={reach}
            deeds={deeds}
            onPlace={onPlace}
          />
        </div>
      </ContextMenu>
      <SharedTip within={scroll} />
    </div>
  )
  return (
    <KeptList isEmpty={isEmpty} empty={empty}>
      {table}
    </KeptList>
  )
}
