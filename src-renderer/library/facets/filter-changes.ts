import type { TrackFilters } from '../../../src-shared/library/track-filters.ts'
import { NAMED_FACETS, type NamedFacet, NO_FILTERS, type TempoRange } from '../../../src-shared/library/track-filters.ts'
import { addedWord, FACET_NAMES, ratingWord, tempoRangeWord, valueWord } from './facet-words.ts'

const isSame = (a: TempoRange, b: TempoRange): boolean => a.from === b.from && a.below === b.below

export const toggleValue = (filters: TrackFilters, facet: NamedFacet, value: string): TrackFilters => ({
  ...filters,
  [facet]: filters[facet].includes(value) ? filters[facet].filter((one) => one !== value) : [...filters[facet], value],
})

export const toggleTempo = (filters: TrackFilters, range: TempoRange): TrackFilters => ({
  ...filters,
  tempo: filters.tempo.some((one) => isSame(one, range)) ? filters.tempo.filter((one) => !isSame(one, range)) : [...filters.tempo, range],
})
export const hasTempo = (filters: TrackFilters, range: TempoRange): boolean => filters.tempo.some((one) => isSame(one, range))

const day = (at: number): string => new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

const addedPhrase = ({ addedWithinDays, addedFrom, addedBefore }: TrackFilters): string | undefined => {
  if (addedWithinDays !== undefined) return addedWord(addedWithinDays)
  if (addedFrom !== undefined && addedBefore !== undefined) return `Added ${day(addedFrom)} to ${day(addedBefore)}`
  if (addedFrom !== undefined) return `Added from ${day(addedFrom)}`
  return addedBefore === undefined ? undefined : `Added before ${day(addedBefore)}`
}

export type ActiveFilter = { readonly id: string; readonly words: string; readonly without: TrackFilters }

/** One line for each value that is asked for, and the filters without it. */
export const activeFilters = (filters: TrackFilters): readonly ActiveFilter[] => {
  const added = addedPhrase(filters)
  return [
    ...NAMED_FACETS.flatMap((facet) =>
      filters[facet].map((value) => ({ id: `${facet} ${value}`, words: valueWord(facet, value), without: toggleValue(filters, facet, value) })),
    ),
    ...filters.tempo.map((range) => ({ id: `tempo ${range.from}`, words: tempoRangeWord(range), without: toggleTempo(filters, range) })),
    ...(filters.ratingAtLeast > 0 ? [{ id: 'rating', words: ratingWord(filters.ratingAtLeast), without: { ...filters, ratingAtLeast: 0 } }] : []),
    ...(added ? [{ id: 'added', words: added, without: { ...filters, addedWithinDays: undefined, addedFrom: undefined, addedBefore: undefined } }] : []),
    ...(filters.disliked === NO_FILTERS.disliked
      ? []
      : [
          {
            id: 'disliked',
            words: filters.disliked === 'only' ? `Only ${FACET_NAMES.disliked.toLowerCase()}` : `With ${FACET_NAMES.disliked.toLowerCase()}`,
            without: { ...filters, disliked: 'hide' as const },
          },
        ]),
  ]
}
