import { type RawBuilder, sql } from 'kysely'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { TrackQuery, TrackSelection } from '../../src-shared/library/contract.ts'
import { NO_FILTERS } from '../../src-shared/library/track-filters.ts'
import type { Queries } from '../platform/database/index.ts'
import type { FacetReader } from './facets/facet-reader.ts'
import { type Songs, spoken, withWords, worded } from './matching-rows.ts'
import { type KeptSteps, type Page, pageOf, pageOfRows } from './page-of-rows.ts'
import { searchTerms } from './search-terms.ts'
import { dislikedCondition, dislikedRule, filterConditions } from './track-filter.ts'
import { behindCursor, sortKey } from './track-order.ts'

/** More songs than this with a word, or through the filters, make it common: then the order's index is walked and what does not fit is left out. */
const COMMON_WORD = 500
const COMMON_FILTER = 2_000

/** What the walk costs is known from how many songs there are to find. */
export type Walk = { readonly isCommonWord: boolean; readonly isCommonFilter: boolean }
const RARE: Walk = { isCommonWord: false, isCommonFilter: false }

const onShelf = (songs: Songs, { view, albumId }: TrackSelection): Songs => {
  let shelf = view === 'trash' ? songs.where('trashed_at', 'is not', null) : songs.where('trashed_at', 'is', null)
  // written out, because a partial index is used only where the statement shows its condition
  if (view === 'favourites') shelf = shelf.where(sql<boolean>`is_favourite = 1`)
  if (albumId) shelf = shelf.where('id', 'in', (eb) => eb.selectFrom('album_tracks').select('track_id').where('album_id', '=', albumId))
  return shelf
}

const all = (conditions: readonly RawBuilder<boolean>[]) => sql<boolean>`(${sql.join([...conditions], sql` AND `)})`

/** A scan over the one index that holds all that filters ask for: no song itself is read. */
const fitting = ({ view, filters = NO_FILTERS }: TrackSelection, now: number) =>
  sql`tracks INDEXED BY tracks_facets WHERE ${all([
    view === 'trash' ? sql`trashed_at IS NOT NULL` : sql`trashed_at IS NULL`,
    ...(view === 'favourites' ? [sql<boolean>`is_favourite = 1`] : []),
    ...filterConditions(filters, now),
  ])}`

const select = (db: Queries, query: TrackSelection, walk: Walk, now: number): Songs => {
  let songs = withWords(onShelf(db.selectFrom('tracks'), query), query.text, walk.isCommonWord)
  const hidden = dislikedCondition(query)
  if (hidden) songs = songs.where(hidden)
  const conditions = filterConditions(query.filters ?? NO_FILTERS, now)
  if (conditions.length === 0) return songs
  return walk.isCommonFilter ? songs.where(all(conditions)) : songs.where(sql<boolean>`row IN (SELECT row FROM ${fitting(query, now)})`)
}

/** The rows of a page and one more, which tells that there is a next one. */
export const pageQuery = (db: Queries, query: TrackQuery, walk: Walk = RARE, now = Date.now()) => {
  const key = sortKey(query)
  const direction = query.descending ? 'desc' : 'asc'
  const page = select(db, query, walk, now)
    .selectAll()
    .select(key.as('sort_key'))
    .orderBy(key, direction)
    .orderBy('row', direction)
    .limit(query.limit + 1)
  if (query.cursor !== undefined) return page.where(behindCursor(key, query.descending, query.cursor))
  if (!query.offset) return page
  // counts its way through indexes alone; only the page's own songs are read
  const rows = rowsQuery(db, { ...query, limit: query.limit + 1 }, walk, now)
  return db.selectFrom('tracks').selectAll().select(key.as('sort_key')).where('row', 'in', rows).orderBy(key, direction).orderBy('row', direction)
}

const rowsQuery = (db: Queries, query: TrackQuery, walk: Walk, now: number) => {
  const direction = query.descending ? 'desc' : 'asc'
  const conditions = filterConditions(query.filters ?? NO_FILTERS, now)
  const songs = select(db, { ...query, filters: { ...NO_FILTERS, disliked: dislikedRule(query) } }, walk, now)
  const through = conditions.length > 0 ? songs.where(sql<boolean>`+row IN (SELECT row FROM ${fitting(query, now)})`) : songs
  return through
    .select('row')
    .orderBy(sortKey(query), direction)
    .orderBy('row', direction)
    .limit(query.limit)
    .offset(query.offset ?? 0)
}

const one = async (db: Queries, statement: RawBuilder<{ found: number }>): Promise<number> => (await statement.execute(db)).rows[0]?.found ?? 0

const countWords = (db: Queries, matches: readonly string[]): Promise<number> =>
  one(
    db,
    sql`SELECT (SELECT count(*) FROM ${worded(matches)}) + (SELECT count(DISTINCT row) FROM ${spoken(matches)} WHERE row NOT IN ${worded(matches)}) AS found`,
  )

const count = async (songs: Songs): Promise<number> => (await songs.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()).total

/** How many songs there are to list, each figure off the smallest index that knows it. */
const measure = async (db: Queries, query: TrackSelection, now: number): Promise<{ total: number; walk: Walk }> => {
  const { matches, fragments } = searchTerms(query.text)
  const found = matches.length === 0 ? 0 : await countWords(db, matches)
  const isCommonWord = found > COMMON_WORD
  const rule = dislikedRule(query)
  const hasFilters = filterConditions(query.filters ?? NO_FILTERS, now).length > 0
  const isWhole = query.view === 'all' && query.albumId === undefined && fragments.length === 0 && !hasFilters
  const part = (view: TrackSelection['view'], disliked: 'show' | 'only') =>
    count(select(db, { ...query, view, filters: { ...NO_FILTERS, disliked } }, { isCommonWord, isCommonFilter: false }, now))
  // without words the few disliked songs have an index of their own
  const disliked = async () =>
    rule !== 'hide'
      ? 0
      : matches.length === 0
        ? one(db, sql`SELECT count(*) AS found FROM tracks INDEXED BY tracks_disliked WHERE trashed_at IS NULL AND is_disliked = 1`)
        : part('all', 'only')
  if (isWhole && rule !== 'only') {
    // the index of words knows trashed and disliked songs, too; counting those few is cheap
    if (isCommonWord) return { total: found - (await part('trash', 'show')) - (await disliked()), walk: { isCommonWord, isCommonFilter: false } }
    if (matches.length === 0) return { total: (await part('all', 'show')) - (await disliked()), walk: RARE }
  }
  const total = await count(select(db, query, { isCommonWord, isCommonFilter: false }, now))
  return { total, walk: { isCommonWord, isCommonFilter: total > COMMON_FILTER } }
}

const isNarrowed = ({ text, filters = NO_FILTERS }: TrackQuery, now: number): boolean => text.trim() !== '' || filterConditions(filters, now).length > 0

/** All songs of a shelf, which an index lists by itself. */
export const isWholeShelf = (query: TrackQuery, now: number): boolean => query.albumId === undefined && !isNarrowed(query, now)

/**
 * One page of the library in keyset order: a page costs the same wherever it is, and rows that come or go do not shift it. `memory` answers
 * where it can; without it, and while it cannot yet, SQLite answers the same.
 */
export const listTracks = async (
  db: Queries,
  query: TrackQuery,
  now: number,
  memory?: Pick<FacetReader, 'rows' | 'shelfTotal'>,
  signal?: AbortSignal,
  steps?: KeptSteps,
): Promise<Page> => {
  const isWhole = !isNarrowed(query, now)
  const found = isWhole ? undefined : await memory?.rows(query, signal)
  signal?.throwIfAborted()
  if (found) return pageOfRows(db, query, found, steps)
  const known = isWhole && query.albumId === undefined ? await memory?.shelfTotal(query) : undefined
  if (known !== undefined) return pageOf(await pageQuery(db, query, RARE, now).execute(), query, known)
  const { total, walk } = await measure(db, query, now)
  signal?.throwIfAborted()
  return pageOf(await pageQuery(db, query, walk, now).execute(), query, total)
}

/** Ids of a stretch of the list. */
export const listTrackIds = async (db: Queries, query: Omit<TrackQuery, 'cursor'>, now: number, signal?: AbortSignal): Promise<TrackId[]> => {
  const { walk } = await measure(db, query, now)
  signal?.throwIfAborted()
  const key = sortKey(query)
  const direction = query.descending ? 'desc' : 'asc'
  const rows = await db
    .selectFrom('tracks')
    .select('id')
    .where('row', 'in', rowsQuery(db, query, walk, now))
    .orderBy(key, direction)
    .orderBy('row', direction)
    .execute()
  return rows.map(({ id }) => id)
}
