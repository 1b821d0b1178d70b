import { z } from 'zod'

/** What songs are told apart by, by name. The value '' means that a song has none (no mood, no key, no tag). */
export const NAMED_FACETS = ['studio', 'engine', 'origin', 'key', 'mood', 'licence', 'tag'] as const
export type NamedFacet = (typeof NAMED_FACETS)[number]

const names = z.array(z.string().max(500)).max(200).default([])

/** `from` is in it, `below` is not; quarter notes a minute. */
export const TempoRange = z.object({ from: z.number().min(0), below: z.number().positive() })
export type TempoRange = z.output<typeof TempoRange>

/** What a song must be, facet by facet. Several values of one facet: one of them is enough. An empty facet asks for nothing. */
export const TrackFilters = z.object({
  studio: names,
  engine: names,
  origin: names,
  /** as "C# minor" */
  key: names,
  mood: names,
  licence: names,
  /** without regard to the case of ASCII letters */
  tag: names,
  tempo: z.array(TempoRange).max(20).default([]),
  ratingAtLeast: z.number().int().min(0).max(5).default(0),
  /** added in the last so many days, so that a saved search moves on with time */
  addedWithinDays: z.number().int().positive().max(100_000).optional(),
  /** milliseconds since 1970 UTC, `addedBefore` not included */
  addedFrom: z.number().optional(),
  addedBefore: z.number().optional(),
  /** `hide` (the rule): not in lists; in albums and in the trash they are shown all the same */
  disliked: z.enum(['hide', 'show', 'only']).default('hide'),
})
export type TrackFilters = z.output<typeof TrackFilters>

export const NO_FILTERS: TrackFilters = TrackFilters.parse({})
