import { ADDED_DAYS, type FacetCounts, TEMPO_RANGES } from '../../../src-shared/library/facet-counts.ts'
import { NAMED_FACETS, type NamedFacet } from '../../../src-shared/library/track-filters.ts'
import type { RowSet } from '../row-set.ts'
import { inSlices } from '../slices.ts'
import { DAY_MILLISECONDS } from '../track-filter.ts'
import { DISLIKED, type FacetColumns, NO_TEMPO, TAGGED } from './facet-columns.ts'
import { createJudge, type FacetQuestion, FITS, FITS_NOWHERE, PLACE, SINGLE_FACETS } from './judge.ts'

/** Values of one facet that are told; the rest are counted in `omitted`. */
const MOST_VALUES = 200

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
 * own filter is not asked; one that fails two counts nowhere. `among`: songs among which to count; undefined: all.
 * @throws AbortError between two slices
 */
export const countFacets = async (songs: FacetColumns, question: FacetQuestion, among: RowSet | undefined, signal?: AbortSignal): Promise<FacetCounts> => {
  const columns = songs.columns()
  const { flags, rating, tempoRange, added } = columns
  const judge = createJudge(songs, question)
  const single = SINGLE_FACETS.map((facet) => ({ facet, codes: columns[facet], counts: new Uint32Array(songs.names[facet].values.length) }))
  const noTag = songs.names.tag.values.length
  const tagCounts = new Uint32Array(noTag + 1)
  const tempoCounts = new Uint32Array(NO_TEMPO + 1)
  const ratingCounts = new Uint32Array(6)
  const dayCounts = new Uint32Array(ADDED_DAYS.length)
  const since = ADDED_DAYS.map((days) => question.now - days * DAY_MILLISECONDS)
  let matched = 0
  let disliked = 0

  const take = (row: number): void => {
    const failed = judge(row)
    if (failed === FITS_NOWHERE) return
    const fits = failed === FITS
    if (fits) matched++
    if (fits) for (const { codes, counts } of single) bump(counts, codes[row] ?? 0)
    else {
      const one = single[failed]
      if (one) bump(one.counts, one.codes[row] ?? 0)
    }
    const flag = flags[row] ?? 0
    if (fits || failed === PLACE.tag) {
      if ((flag & TAGGED) === 0) bump(tagCounts, noTag)
      else for (const code of songs.tagsOf(row)) bump(tagCounts, code)
    }
    if (fits || failed === PLACE.tempo) bump(tempoCounts, tempoRange[row] ?? NO_TEMPO)
    if (fits || failed === PLACE.rating) bump(ratingCounts, rating[row] ?? 0)
    const at = added[row] ?? 0
    // the widest first: most songs are older than all
    if (fits || failed === PLACE.added) for (let i = since.length - 1; i >= 0 && at >= (since[i] ?? 0); i--) bump(dayCounts, i)
    if ((flag & DISLIKED) !== 0 && (fits || failed === PLACE.disliked)) disliked++
  }
  await inSlices(
    songs.end(),
    (from, to) => {
      for (let row = from; row < to; row++) if (among === undefined || among.has(row)) take(row)
    },
    signal,
  )

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
