import { type RawBuilder, sql } from 'kysely'
import type { TrackSelection } from '../../src-shared/library/contract.ts'
import { NO_FILTERS, type TrackFilters } from '../../src-shared/library/track-filters.ts'
import { keyName, studioName } from './track-expressions.ts'

export const DAY_MILLISECONDS = 86_400_000

/** Disliked songs are hidden in lists only; who opens an album or the trash sees all that is in it. */
export const dislikedRule = ({ view, albumId, filters = NO_FILTERS }: TrackSelection): TrackFilters['disliked'] =>
  filters.disliked === 'hide' && (view === 'trash' || albumId !== undefined) ? 'show' : filters.disliked

/** When songs must have been added: from, and before. */
export const addedBounds = ({ addedWithinDays, addedFrom, addedBefore }: TrackFilters, now: number): { from: number; before: number } => ({
  from: Math.max(addedFrom ?? Number.NEGATIVE_INFINITY, addedWithinDays === undefined ? Number.NEGATIVE_INFINITY : now - addedWithinDays * DAY_MILLISECONDS),
  before: addedBefore ?? Number.POSITIVE_INFINITY,
})

const COLUMNS = { studio: studioName, engine: sql<string>`engine`, origin: sql<string>`origin`, key: keyName, licence: sql<string>`licence` } as const

/** Conditions of the facets on the columns of `tracks`. The plus keeps SQLite from taking an index for them: the caller says how to walk. */
export const filterConditions = (filters: TrackFilters, now: number): RawBuilder<boolean>[] => {
  const conditions: RawBuilder<boolean>[] = []
  for (const [facet, column] of Object.entries(COLUMNS) as [keyof typeof COLUMNS, RawBuilder<string>][])
    if (filters[facet].length > 0) conditions.push(sql`+${column} IN (${sql.join([...filters[facet]])})`)
  if (filters.mood.length > 0) conditions.push(sql`ifnull(+mood, '') IN (${sql.join([...filters.mood])})`)
  const tags = filters.tag.filter((name) => name !== '')
  const tagged = sql<boolean>`+row IN (SELECT track_row FROM track_tags WHERE name IN (${sql.join(tags)}))`
  const untagged = sql<boolean>`+row NOT IN (SELECT track_row FROM track_tags)`
  if (tags.length > 0) conditions.push(filters.tag.includes('') ? sql`(${tagged} OR ${untagged})` : tagged)
  else if (filters.tag.length > 0) conditions.push(untagged)
  if (filters.tempo.length > 0) {
    const ranges = filters.tempo.map(({ from, below }) => sql`(+tempo_bpm >= ${from} AND +tempo_bpm < ${below})`)
    conditions.push(sql`(${sql.join(ranges, sql` OR `)})`)
  }
  if (filters.ratingAtLeast > 0) conditions.push(sql`+rating >= ${filters.ratingAtLeast}`)
  const { from, before } = addedBounds(filters, now)
  if (Number.isFinite(from)) conditions.push(sql`+created_at >= ${from}`)
  if (Number.isFinite(before)) conditions.push(sql`+created_at < ${before}`)
  return conditions
}

/** Written with ids of the few disliked songs, so that walking an order’s index needs no look into the song itself. Their index is named: SQLite takes any other index of songs outside the trash as gladly, and reads it whole. */
export const dislikedCondition = (selection: TrackSelection): RawBuilder<boolean> | undefined => {
  const rule = dislikedRule(selection)
  if (rule === 'show') return undefined
  // in the trash the index of disliked songs does not apply
  if (selection.view === 'trash') return sql`+is_disliked = 1`
  const disliked = sql`(SELECT row FROM tracks INDEXED BY tracks_disliked WHERE trashed_at IS NULL AND is_disliked = 1)`
  return rule === 'only' ? sql`+row IN ${disliked}` : sql`+row NOT IN ${disliked}`
}
