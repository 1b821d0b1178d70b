import { type ReactNode, useState } from 'react'
import { useStore } from 'zustand'
import type { FacetCounts } from '../../../src-shared/library/facet-counts.ts'
import { NAMED_FACETS, type NamedFacet, type TrackFilters } from '../../../src-shared/library/track-filters.ts'
import { classNames, LinkButton, Skeleton } from '../../elements/index.ts'
import { counted } from '../../words/index.ts'
import { libraryTracks } from '../lists.ts'
import styles from './Facets.module.css'
import { useFacets } from './facet-store.ts'
import { addedWord, FACET_NAMES, ratingWord, tempoRangeWord, valueWord } from './facet-words.ts'
import { hasTempo, toggleTempo, toggleValue } from './filter-changes.ts'

/** Values of a facet that are shown before "More". */
const FEW = 6

const change = (filters: TrackFilters) => void libraryTracks.change({ filters })

type ValueProps = { readonly words: string; readonly count: number; readonly isOn: boolean; readonly onToggle: () => void }

const Value = ({ words, count, isOn, onToggle }: ValueProps) => (
  <li>
    <button type="button" className={styles.value} aria-pressed={isOn} aria-label={`${words}, ${counted(count, 'song')}`} onClick={onToggle}>
      <span className={styles.words} title={words}>
        {words}
      </span>
      <span className={styles.count} data-count={count.toLocaleString('en')} aria-hidden />
    </button>
  </li>
)

const Group = ({ title, onClear, children }: { readonly title: string; readonly onClear?: (() => void) | undefined; readonly children: ReactNode }) => (
  <section className={styles.group} aria-label={title}>
    <h3 className={styles.heading}>
      {title}
      {onClear && (
        <LinkButton className={styles.small} onClick={onClear} aria-label={`Clear ${title.toLowerCase()}`}>
          Clear
        </LinkButton>
      )}
    </h3>
    <ul className={styles.values}>{children}</ul>
  </section>
)

const NamedGroup = ({ facet, counts, filters }: { readonly facet: NamedFacet; readonly counts: FacetCounts; readonly filters: TrackFilters }) => {
  const [isLong, setLong] = useState(false)
  const chosen = filters[facet]
  const known = counts[facet]
  // what is asked for stays in sight, also when nothing has it any more
  const gone = chosen.filter((value) => !known.some((one) => one.value.toLowerCase() === value.toLowerCase())).map((value) => ({ value, count: 0 }))
  const values = [...gone, ...known]
  if (values.length === 0 || (values.length === 1 && chosen.length === 0 && values[0]?.value === '')) return null
  const isOn = (value: string) => chosen.some((one) => one.toLowerCase() === value.toLowerCase())
  const shown = isLong ? values : values.filter(({ value }, at) => at < FEW || isOn(value))
  return (
    <Group title={FACET_NAMES[facet]} onClear={chosen.length > 0 ? () => change({ ...filters, [facet]: [] }) : undefined}>
      {shown.map(({ value, count }) => (
        <Value
          key={value}
          words={valueWord(facet, value)}
          count={count}
          isOn={isOn(value)}
          onToggle={() => change(toggleValue(filters, facet, chosen.find((one) => one.toLowerCase() === value.toLowerCase()) ?? value))}
        />
      ))}
      {values.length > FEW && (
        <li>
          <LinkButton className={classNames(styles.small, styles.more)} aria-expanded={isLong} onClick={() => setLong(!isLong)}>
            {isLong ? 'Fewer' : `${values.length - FEW} more`}
          </LinkButton>
        </li>
      )}
    </Group>
  )
}

/** What the songs in sight are, with how many there would be of each. */
export const FacetPanel = () => {
  const counts = useFacets((state) => state.counts)
  const filters = useStore(libraryTracks.store, (state) => state.filters)
  const shelf = useStore(libraryTracks.store, (state) => state.shelf)
  if (!counts)
    return (
      <aside className={styles.panel} aria-label="Filters" aria-busy>
        {[60, 80, 70, 50].map((width) => (
          <Skeleton key={width} width={`${width}%`} />
        ))}
      </aside>
    )
  const group = (facet: NamedFacet) => <NamedGroup key={facet} facet={facet} counts={counts} filters={filters} />
  const isDated = filters.addedFrom !== undefined || filters.addedBefore !== undefined || filters.addedWithinDays !== undefined
  const undated = { ...filters, addedWithinDays: undefined, addedFrom: undefined, addedBefore: undefined }
  return (
    <aside className={styles.panel} aria-label="Filters">
      <h2 className="visually-hidden">Filters</h2>
      {NAMED_FACETS.slice(0, 2).map(group)}
      <Group title={FACET_NAMES.rating} onClear={filters.ratingAtLeast > 0 ? () => change({ ...filters, ratingAtLeast: 0 }) : undefined}>
        {counts.ratingAtLeast
          .filter(({ stars, count }) => count > 0 || stars === filters.ratingAtLeast)
          .map(({ stars, count }) => (
            <Value
              key={stars}
              words={ratingWord(stars)}
              count={count}
              isOn={filters.ratingAtLeast === stars}
              onToggle={() => change({ ...filters, ratingAtLeast: filters.ratingAtLeast === stars ? 0 : stars })}
            />
          ))}
        {counts.ratingAtLeast.every(({ count }) => count === 0) && <li className={styles.nothing}>No song has stars yet</li>}
      </Group>
      <Group title={FACET_NAMES.tempo} onClear={filters.tempo.length > 0 ? () => change({ ...filters, tempo: [] }) : undefined}>
        {counts.tempo
          .filter((range) => range.count > 0 || hasTempo(filters, range))
          .map(({ count, ...range }) => (
            <Value
              key={range.from}
              words={tempoRangeWord(range)}
              count={count}
              isOn={hasTempo(filters, range)}
              onToggle={() => change(toggleTempo(filters, range))}
            />
          ))}
        {counts.tempo.every((range) => range.count === 0 && !hasTempo(filters, range)) && <li className={styles.nothing}>No tempo is known yet</li>}
      </Group>
      {(['key', 'mood', 'tag'] as const).map(group)}
      <Group title={FACET_NAMES.added} onClear={isDated ? () => change(undated) : undefined}>
        {counts.addedWithinDays.map(({ days, count }) => (
          <Value
            key={days}
            words={addedWord(days)}
            count={count}
            isOn={filters.addedWithinDays === days}
            onToggle={() => change({ ...undated, ...(filters.addedWithinDays === days ? {} : { addedWithinDays: days }) })}
          />
        ))}
      </Group>
      {(['licence', 'origin'] as const).map(group)}
      {shelf.view !== 'trash' && (counts.disliked > 0 || filters.disliked !== 'hide') && (
        <Group title={FACET_NAMES.disliked} onClear={filters.disliked === 'hide' ? undefined : () => change({ ...filters, disliked: 'hide' })}>
          <Value
            words="Only disliked songs"
            count={counts.disliked}
            isOn={filters.disliked === 'only'}
            onToggle={() => change({ ...filters, disliked: filters.disliked === 'only' ? 'hide' : 'only' })}
          />
          <li>
            <button
              type="button"
              className={styles.value}
              aria-pressed={filters.disliked === 'show'}
              onClick={() => change({ ...filters, disliked: filters.disliked === 'show' ? 'hide' : 'show' })}
            >
              <span className={styles.words}>Show them among the others</span>
            </button>
          </li>
        </Group>
      )}
      {counts.omitted > 0 && <p className={styles.nothing}>{counted(counts.omitted, 'rare value')} not listed</p>}
    </aside>
  )
}
