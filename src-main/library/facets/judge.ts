import { NAMED_FACETS, type NamedFacet, type TrackFilters } from '../../../src-shared/library/track-filters.ts'
import { emptyRowSet, type RowSet } from '../row-set.ts'
import { inSlices } from '../slices.ts'
import { addedBounds } from '../track-filter.ts'
import { DISLIKED, FAVOURITE, type FacetColumns, PRESENT, TRASHED } from './facet-columns.ts'

export const SINGLE_FACETS = NAMED_FACETS.filter((facet): facet is Exclude<NamedFacet, 'tag'> => facet !== 'tag')
/** What a song can fail: a facet's place in `SINGLE_FACETS`, or one of these. */
export const PLACE = {
  tag: SINGLE_FACETS.length,
  tempo: SINGLE_FACETS.length + 1,
  rating: SINGLE_FACETS.length + 2,
  added: SINGLE_FACETS.length + 3,
  disliked: SINGLE_FACETS.length + 4,
} as const
export const FITS = -1
export const FITS_NOWHERE = -2

export type FacetQuestion = {
  readonly view: 'all' | 'favourites' | 'trash'
  readonly filters: TrackFilters
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

/** Says of a song, by its row: it fits, it fails the filter of exactly one facet (whose place is answered), or it fits nowhere. */
export const createJudge = (songs: FacetColumns, { view, filters, now }: FacetQuestion): ((row: number) => number) => {
  const columns = songs.columns()
  const { flags, rating, tempo, added } = columns
  const filtering = SINGLE_FACETS.map((facet, place) => ({ place, codes: columns[facet], allowed: allowedCodes(songs, facet, filters[facet]) })).filter(
    ({ allowed }) => allowed !== undefined,
  )
  const tagAllowed = allowedCodes(songs, 'tag', filters.tag)
  const areUntaggedAllowed = filters.tag.includes('')
  const isTagged = (row: number): boolean => {
    const own = songs.tagsOf(row)
    if (own.length === 0) return areUntaggedAllowed
    for (const code of own) if (tagAllowed?.[code] === 1) return true
    return false
  }
  const isInTempo = (bpm: number): boolean => {
    if (bpm > 0) for (const { from, below } of filters.tempo) if (bpm >= from && bpm < below) return true
    return false
  }
  const bounds = addedBounds(filters, now)
  const isAddedAsked = Number.isFinite(bounds.from) || Number.isFinite(bounds.before)
  const wanted = PRESENT | (view === 'trash' ? TRASHED : 0) | (view === 'favourites' ? FAVOURITE : 0)
  const looked = PRESENT | TRASHED | (view === 'favourites' ? FAVOURITE : 0)

  return (row) => {
    const flag = flags[row] ?? 0
    if ((flag & looked) !== wanted) return FITS_NOWHERE
    let failed = FITS
    const fail = (place: number): boolean => {
      const isFirst = failed === FITS
      failed = isFirst ? place : FITS_NOWHERE
      return isFirst
    }
    const isDisliked = (flag & DISLIKED) !== 0
    if (filters.disliked === 'hide' ? isDisliked : filters.disliked === 'only' && !isDisliked) fail(PLACE.disliked)
    for (const { codes, allowed, place } of filtering) if (allowed?.[codes[row] ?? 0] !== 1 && !fail(place)) return failed
    if (tagAllowed && !isTagged(row) && !fail(PLACE.tag)) return failed
    if (filters.tempo.length > 0 && !isInTempo(tempo[row] ?? 0) && !fail(PLACE.tempo)) return failed
    if ((rating[row] ?? 0) < filters.ratingAtLeast && !fail(PLACE.rating)) return failed
    const at = added[row] ?? 0
    if (isAddedAsked && (at < bounds.from || at >= bounds.before)) fail(PLACE.added)
    return failed
  }
}

const hasNoFilter = ({ filters, now }: FacetQuestion): boolean => {
  const { from, before } = addedBounds(filters, now)
  const isUndated = !Number.isFinite(from) && !Number.isFinite(before)
  return isUndated && filters.tempo.length === 0 && filters.ratingAtLeast <= 0 && NAMED_FACETS.every((facet) => filters[facet].length === 0)
}

/** Where no filter is set, a song fits by its flags alone: those to look at, and what they must be. */
const flagsOf = ({ view, filters }: FacetQuestion): { readonly looked: number; readonly wanted: number } => ({
  looked: PRESENT | TRASHED | (view === 'favourites' ? FAVOURITE : 0) | (filters.disliked === 'show' ? 0 : DISLIKED),
  wanted: PRESENT | (view === 'trash' ? TRASHED : 0) | (view === 'favourites' ? FAVOURITE : 0) | (filters.disliked === 'only' ? DISLIKED : 0),
})

/** The songs of a shelf; no filter but that of disliked songs is asked. */
export const shelfOf = (songs: FacetColumns, question: FacetQuestion): RowSet => {
  const { looked, wanted } = flagsOf(question)
  return songs.flagged(looked, wanted)
}

/** The songs that fit. `among`: those among which to look; undefined: all. @throws AbortError between two slices */
export const fittingRows = async (songs: FacetColumns, question: FacetQuestion, among: RowSet | undefined, signal?: AbortSignal): Promise<RowSet> => {
  if (hasNoFilter(question)) {
    const shelf = shelfOf(songs, question)
    return among ? among.new_intersection(shelf) : shelf
  }
  const judge = createJudge(songs, question)
  const rows = emptyRowSet(songs.end())
  await inSlices(
    songs.end(),
    (from, to) => {
      for (let row = from; row < to; row++) if ((among === undefined || among.has(row)) && judge(row) === FITS) rows.add(row)
    },
    signal,
  )
  return rows
}
