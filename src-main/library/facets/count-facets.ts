import { ADDED_DAYS, type FacetCounts, TEMPO_RANGES } from '../../../src-shared/library/facet-counts.ts'
import { NAMED_FACETS, type NamedFacet, type TrackFilters } from '../../../src-shared/library/track-filters.ts'
import { addedBounds, DAY_MILLISECONDS } from '../track-filter.ts'
import { DISLIKED, FAVOURITE, type FacetColumns, PRESENT, TRASHED } from './facet-columns.ts'

/** Values of one facet that are told; the rest are counted in `omitted`. */
const MOST_VALUES = 200
const SINGLE = ['studio', 'engine', 'origin', 'key', 'mood', 'licence'] as const

export type FacetQuestion = {
  readonly view: 'all' | 'favourites' | 'trash'
  readonly filters: TrackFilters
  /** rows among which to count; undefined: all */
  readonly among: Iterable<number> | undefined
  readonly now: number
}

/** Which codes of a facet a filter lets through; undefined: all. */
const allowedCodes = ({ names }: FacetColumns, facet: NamedFacet, wanted: readonly string[]): Uint8Array | undefined => {
  if (wanted.length === 0) return undefined
  const allowed = new Uint8Array(names[facet].values.length)
  for (const value of wanted) {
    const code = names[facet].find(value)
    if (code !== undefined) allowed[code] = 1
  }
  return allowed
}

const bump = (counts: Uint32Array, at: number): void => {
  counts[at] = (counts[at] ?? 0) + 1
}

const named = (values: readonly string[], counts: Uint32Array): { value: string; count: number }[] =>
  values
    .map((value, code) => ({ value, count: counts[code] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))

/**
 * One walk over the songs. A song that fails no filter counts everywhere; one that fails exactly one counts in that facet alone, because there its
 * own filter is not asked; one that fails two counts nowhere.
 */
export const countFacets = (songs: FacetColumns, { view, filters, among, now }: FacetQuestion): FacetCounts => {
  const columns = songs.columns()
  const { flags, rating, tempo, added } = columns
  const single = SINGLE.map((facet) => ({
    facet,
    codes: columns[facet],
    allowed: allowedCodes(songs, facet, filters[facet]),
    counts: new Uint32Array(songs.names[facet].values.length),
  }))
  const filtering = single.map((one, place) => ({ ...one, place })).filter(({ allowed }) => allowed !== undefined)
  const noTag = songs.names.tag.values.length
  const tagAllowed = allowedCodes(songs, 'tag', filters.tag)
  const areUntaggedAllowed = filters.tag.includes('')
  const tagCounts = new Uint32Array(noTag + 1)
  const tempoCounts = new Uint32Array(TEMPO_RANGES.length)
  const ratingCounts = new Uint32Array(6)
  const dayCounts = new Uint32Array(ADDED_DAYS.length)
  const since = ADDED_DAYS.map((days) => now - days * DAY_MILLISECONDS)
  const bounds = addedBounds(filters, now)
  const isAddedAsked = Number.isFinite(bounds.from) || Number.isFinite(bounds.before)
  const place = { tag: SINGLE.length, tempo: SINGLE.length + 1, rating: SINGLE.length + 2, added: SINGLE.length + 3, disliked: SINGLE.length + 4 }
  const isTagged = (row: number): boolean => {
    const own = songs.tagsOf(row)
    if (own.length === 0) return areUntaggedAllowed
    for (const code of own) if (tagAllowed?.[code] === 1) return true
    return false
  }
  let matched = 0
  let disliked = 0
  const wanted = PRESENT | (view === 'trash' ? TRASHED : 0) | (view === 'favourites' ? FAVOURITE : 0)
  const looked = PRESENT | TRASHED | (view === 'favourites' ? FAVOURITE : 0)

  const take = (row: number): void => {
    const flag = flags[row] ?? 0
    if ((flag & looked) !== wanted) return
    // -1: fails nothing so far; otherwise the only facet that it fails
    let failed = -1
    const isDisliked = (flag & DISLIKED) !== 0
    if (filters.disliked === 'hide' ? isDisliked : filters.disliked === 'only' && !isDisliked) failed = place.disliked
    for (const { codes, allowed, place: at } of filtering)
      if (allowed?.[codes[row] ?? 0] !== 1) {
        if (failed !== -1) return
        failed = at
      }
    if (tagAllowed && !isTagged(row)) {
      if (failed !== -1) return
      failed = place.tag
    }
    const bpm = tempo[row] ?? 0
    if (filters.tempo.length > 0 && !(bpm > 0 && filters.tempo.some(({ from, below }) => bpm >= from && bpm < below))) {
      if (failed !== -1) return
      failed = place.tempo
    }
    const stars = rating[row] ?? 0
    if (stars < filters.ratingAtLeast) {
      if (failed !== -1) return
      failed = place.rating
    }
    const at = added[row] ?? 0
    if (isAddedAsked && (at < bounds.from || at >= bounds.before)) {
      if (failed !== -1) return
      failed = place.added
    }
    if (failed === -1) matched++
    for (let i = 0; i < SINGLE.length; i++)
      if (failed === -1 || failed === i) {
        const one = single[i]
        if (one) bump(one.counts, one.codes[row] ?? 0)
      }
    if (failed === -1 || failed === place.tag) {
      const own = songs.tagsOf(row)
      if (own.length === 0) bump(tagCounts, noTag)
      else for (const code of own) bump(tagCounts, code)
    }
    if (bpm > 0 && (failed === -1 || failed === place.tempo)) {
      const range = TEMPO_RANGES.findIndex(({ from, below }) => bpm >= from && bpm < below)
      if (range >= 0) bump(tempoCounts, range)
    }
    if (failed === -1 || failed === place.rating) bump(ratingCounts, stars)
    if (failed === -1 || failed === place.added) for (let i = 0; i < since.length; i++) if (at >= (since[i] ?? 0)) bump(dayCounts, i)
    if (isDisliked && (failed === -1 || failed === place.disliked)) disliked++
  }
  if (among) for (const row of among) take(row)
  else for (let row = 0; row < songs.end(); row++) take(row)

  let omitted = 0
  const shown = (facet: NamedFacet, counts: Uint32Array) => {
    const every = named(facet === 'tag' ? [...songs.names.tag.values, ''] : songs.names[facet].values, counts)
    omitted += Math.max(0, every.length - MOST_VALUES)
    return every.slice(0, MOST_VALUES)
  }
  const values = Object.fromEntries(
    NAMED_FACETS.map((facet) => [facet, shown(facet, single.find((one) => one.facet === facet)?.counts ?? tagCounts)]),
  ) as Record<NamedFacet, { value: string; count: number }[]>
  const reached = (stars: number) => ratingCounts.slice(stars).reduce((sum, count) => sum + count, 0)
  return {
    matched,
    ...values,
    tempo: TEMPO_RANGES.map((range, i) => ({ ...range, count: tempoCounts[i] ?? 0 })),
    ratingAtLeast: [5, 4, 3, 2, 1].map((stars) => ({ stars, count: reached(stars) })),
    addedWithinDays: ADDED_DAYS.map((days, i) => ({ days, count: dayCounts[i] ?? 0 })),
    disliked,
    omitted,
  }
}
