import { ArrowDownUp, Columns3, LayoutGrid, List } from 'lucide-react'
import { useStore } from 'zustand'
import type { TrackSort } from '../../src-shared/library/contract.ts'
import { Chip, IconButton, LinkButton, Popover, Segmented, Select } from '../elements/index.ts'
import { COLUMNS, type ColumnId, STANDARD_COLUMNS } from './column-ids.ts'
import styles from './LibraryPage.module.css'
import { changeLook, useListLook } from './list-look.ts'
import { libraryTracks } from './lists.ts'

const DENSITIES = [
  { value: 'roomy', label: 'Roomy' },
  { value: 'dense', label: 'Dense' },
] as const
const LAYOUTS = [
  { value: 'list', label: 'List', icon: <List aria-hidden /> },
  { value: 'grid', label: 'Grid', icon: <LayoutGrid aria-hidden /> },
] as const
const SORTS: readonly { readonly value: TrackSort; readonly label: string }[] = [
  { value: 'title', label: 'Title' },
  ...COLUMNS.flatMap(({ sort, name }) => (sort ? [{ value: sort, label: name }] : [])),
]

const toggleColumn = (columns: readonly ColumnId[], id: ColumnId): readonly ColumnId[] =>
  columns.includes(id) ? columns.filter((one) => one !== id) : [...columns, id]

/** List or covers, how close together, which columns, and in what order. */
export const ViewMenu = () => {
  const { layout, density, columns } = useListLook()
  const sort = useStore(libraryTracks.store, (state) => state.sort)
  const isDescending = useStore(libraryTracks.store, (state) => state.isDescending)
  return (
    <Popover
      align="end"
      title="View"
      trigger={<IconButton label="View: list or grid, density, columns, order" icon={layout === 'grid' ? <LayoutGrid /> : <Columns3 />} />}
    >
      <Segmented label="Layout" size="small" value={layout} options={LAYOUTS} onChange={(next) => changeLook({ layout: next })} />
      <Segmented label="Density" size="small" value={density} options={DENSITIES} onChange={(next) => changeLook({ density: next })} />
      <div className={styles.order}>
        <Select label="Sorted by" value={sort} options={SORTS} onChange={(next) => void libraryTracks.change({ sort: next })} />
        <IconButton
          label={isDescending ? 'Largest first; press for smallest first' : 'Smallest first; press for largest first'}
          icon={<ArrowDownUp />}
          onClick={() => void libraryTracks.change({ isDescending: !isDescending })}
        />
      </div>
      {layout === 'list' && (
        <fieldset className={styles.columns}>
          <legend>Columns</legend>
          {COLUMNS.map(({ id, name }) => (
            <Chip key={id} isSelected={columns.includes(id)} onClick={() => changeLook({ columns: toggleColumn(columns, id) })}>
              {name}
            </Chip>
          ))}
          <LinkButton onClick={() => changeLook({ columns: STANDARD_COLUMNS })}>Standard columns</LinkButton>
        </fieldset>
      )}
    </Popover>
  )
}
