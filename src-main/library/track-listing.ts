import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track, TrackQuery, TrackSelection } from '../../src-shared/library/contract.ts'
import { NO_FILTERS } from '../../src-shared/library/track-filters.ts'
import type { Queries, Tables } from '../platform/database/index.ts'
import { likePattern, searchTerms } from './search-terms.ts'
import { dislikedCondition, dislikedRule, filterConditions } from './track-filter.ts'
import { behindCursor, sortKey, writeCursor } from './track-order.ts'
import { trackOfRow } from './track-rows.ts'

type Songs = SelectQueryBuilder<Tables, 'tracks', object>
type Page = { readonly tracks: Track[]; readonly nextCursor: string | undefined; readonly total: number }

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

const withWords = (songs: Songs, text: string, isCommon: boolean): Songs => {
  let found = songs
  const { match, fragments } = searchTerms(text)
  if (match) {
    const rows = sql`(SELECT rowid FROM track_search WHERE track_search MATCH ${match})`
    // the plus keeps SQLite from fetching every song that was found only to sort it: it walks the order's index and takes those that were found
    found = found.where(isCommon ? sql<boolean>`+row IN ${rows}` : sql<boolean>`row IN ${rows}`)
  }
  for (const fragment of fragments)
    found = found.where(
      sql<boolean>`(title || char(10) || prompt || char(10) || ifnull(style, '') || char(10) || ifnull(artist, '') || char(10) || ifnull(source_name, '') || char(10) || ifnull(mood, '') || char(10) || tags_json) LIKE ${likePattern(fragment)} ESCAPE '\\'`,
    )
  return found
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

const countWord = (db: Queries, match: string): Promise<number> => one(db, sql`SELECT count(*) AS found FROM track_search WHERE track_search MATCH ${match}`)

const count = async (songs: Songs): Promise<number> => (await songs.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()).total

/** How many songs there are to list, each figure off the smallest index that knows it. */
const measure = async (db: Queries, query: TrackSelection, now: number): Promise<{ total: number; walk: Walk }> => {
  const { match, fragments } = searchTerms(query.text)
  const found = match === undefined ? 0 : await countWord(db, match)
  const isCommonWord = found > COMMON_WORD
  const rule = dislikedRule(query)
  const hasFilters = filterConditions(query.filters ?? NO_FILTERS, now).length > 0
  const isWhole = query.view === 'all' && query.albumId === undefined && fragments.length === 0 && !hasFilters
  const part = (view: TrackSelection['view'], disliked: 'show' | 'only') =>
    count(select(db, { ...query, view, filters: { ...NO_FILTERS, disliked } }, { isCommonWord, isCommonFilter: false }, now))
  const disliked = async () => (rule === 'hide' ? part('all', 'only') : 0)
  if (isWhole && rule !== 'only') {
    // the index of words knows trashed and disliked songs, too; counting those few is cheap
    if (isCommonWord) return { total: found - (await part('trash', 'show')) - (await disliked()), walk: { isCommonWord, isCommonFilter: false } }
    if (match === undefined) return { total: (await part('all', 'show')) - (await disliked()), walk: RARE }
  }
  const total = await count(select(db, query, { isCommonWord, isCommonFilter: false }, now))
  return { total, walk: { isCommonWord, isCommonFilter: total > COMMON_FILTER } }
}

/** One page of the library in keyset order: a page costs the same wherever it is, and rows that come or go do not shift it. */
export const listTracks = async (db: Queries, query: TrackQuery, now: number): Promise<Page> => {
  const { total, walk } = await measure(db, query, now)
  const rows = await pageQuery(db, query, walk, now).execute()
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    tracks: shown.map(trackOfRow),
    nextCursor: rows.length > query.limit && last ? writeCursor([last.sort_key, last.row]) : undefined,
    total,
  }
}

/** Ids of a stretch of the list. */
export const listTrackIds = async (db: Queries, query: Omit<TrackQuery, 'cursor'>, now: number): Promise<TrackId[]> => {
  const { walk } = await measure(db, query, now)
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

/** Rows with the words, or of the album, that a selection asks for, whatever its filters say; undefined: all. */
export const matchingRows = async (db: Queries, { text, albumId }: TrackSelection): Promise<number[] | undefined> => {
  const { match, fragments } = searchTerms(text)
  if (match === undefined && fragments.length === 0 && albumId === undefined) return undefined
  if (match !== undefined && fragments.length === 0 && albumId === undefined) {
    const { rows } = await sql<{ row: number }>`SELECT rowid AS row FROM track_search WHERE track_search MATCH ${match}`.execute(db)
    return rows.map(({ row }) => row)
  }
  let songs: Songs = db.selectFrom('tracks')
  if (albumId) songs = songs.where('id', 'in', (eb) => eb.selectFrom('album_tracks').select('track_id').where('album_id', '=', albumId))
  return (await withWords(songs, text, false).select('row').execute()).map(({ row }) => row)
}
