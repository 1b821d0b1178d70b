import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { TrackSort } from '../../src-shared/library/contract.ts'
import { NO_FILTERS, TrackFilters } from '../../src-shared/library/track-filters.ts'
import { type ColumnId, STANDARD_COLUMNS } from './column-ids.ts'

export type ListLook = {
  readonly layout: 'list' | 'grid'
  readonly density: 'roomy' | 'dense'
  readonly columns: readonly ColumnId[]
  readonly isFacetsOpen: boolean
  readonly sort: TrackSort
  readonly isDescending: boolean
  readonly filters: TrackFilters
}

/** How the library was last looked at; kept over a restart. */
export const useListLook = create<ListLook>()(
  persist(
    (): ListLook => ({
      layout: 'list',
      density: 'roomy',
      columns: STANDARD_COLUMNS,
      isFacetsOpen: false,
      sort: 'createdAt',
      isDescending: true,
      filters: NO_FILTERS,
    }),
    {
      name: 'segno.library',
      // filters of another version of the studio may not fit this one
      merge: (kept, fresh) => {
        const { filters, ...rest } = (kept ?? {}) as Partial<ListLook>
        return { ...fresh, ...rest, filters: TrackFilters.safeParse(filters ?? {}).data ?? NO_FILTERS }
      },
    },
  ),
)
export const changeLook = (next: Partial<ListLook>): void => {
  useListLook.setState(next)
}
