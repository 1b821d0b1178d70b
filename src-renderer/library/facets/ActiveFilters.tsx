import { Bookmark, X } from 'lucide-react'
import { useStore } from 'zustand'
import { NO_FILTERS } from '../../../src-shared/library/track-filters.ts'
import { Button, Chip, LinkButton } from '../../elements/index.ts'
import { libraryTracks } from '../lists.ts'
import { SaveSearch } from '../saved-searches/SaveSearch.tsx'
import styles from './Facets.module.css'
import { activeFilters } from './filter-changes.ts'

/** What the library is narrowed to, each value with its way out. */
export const ActiveFilters = () => {
  const filters = useStore(libraryTracks.store, (state) => state.filters)
  const active = activeFilters(filters)
  if (active.length === 0) return null
  return (
    <section className={styles.active} aria-label="Active filters">
      {active.map(({ id, words, without }) => (
        <Chip
          key={id}
          isSelected
          icon={<X aria-hidden />}
          aria-label={`Take away the filter ${words}`}
          onClick={() => void libraryTracks.change({ filters: without })}
        >
          {words}
        </Chip>
      ))}
      <LinkButton className={styles.clear} onClick={() => void libraryTracks.change({ filters: NO_FILTERS })}>
        Clear all filters
      </LinkButton>
      <SaveSearch
        trigger={
          <Button size="small" variant="quiet" icon={<Bookmark />}>
            Save…
          </Button>
        }
      />
    </section>
  )
}
