import { z } from 'zod'
import { TempoRange } from './track-filters.ts'

/** The stretches of tempo that songs are counted in. */
export const TEMPO_RANGES: readonly TempoRange[] = [
  { from: 0, below: 70 },
  { from: 70, below: 90 },
  { from: 90, below: 110 },
  { from: 110, below: 130 },
  { from: 130, below: 150 },
  { from: 150, below: 1_000 },
]
export const ADDED_DAYS: readonly number[] = [1, 7, 30, 365]

const count = z.number().int()
const Named = z.array(z.object({ value: z.string(), count }))

/** How many songs fit, for each value of each facet, if this facet's own filter were not set. Exact. Named values: the most frequent first. */
export const FacetCounts = z.object({
  /** songs that fit everything */
  matched: count,
  studio: Named,
  engine: Named,
  origin: Named,
  key: Named,
  mood: Named,
  licence: Named,
  tag: Named,
  tempo: z.array(TempoRange.extend({ count })),
  /** from 5 stars down to 1; a song counts in each that it reaches */
  ratingAtLeast: z.array(z.object({ stars: count, count })),
  /** a song counts in each that it reaches */
  addedWithinDays: z.array(z.object({ days: count, count })),
  disliked: count,
  /** rare values that were left out of the lists above */
  omitted: count,
})
export type FacetCounts = z.output<typeof FacetCounts>
