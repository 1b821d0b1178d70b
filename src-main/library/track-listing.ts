import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { z } from 'zod'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { Track, TrackQuery, TrackSort } from '../../src-shared/library/contract.ts'
import type { Queries, Tables } from '../platform/database/index.ts'
import { likePattern, searchTerms } from './search-terms.ts'
import { trackOfRow } from './track-rows.ts'

type Selection = SelectQueryBuilder<Tables, 'tracks', object>
type Page = { readonly tracks: Track[]; readonly nextCursor: string | undefined; readonly total: number }

/** The expression that an order compares; each has an index of the same expression (see the migrations). */
const sortKey = ({ sort, albumId }: TrackQuery): RawBuilder<string | number> => {
  const keys: Record<TrackSort, RawBuilder<string | number>> = {
    createdAt: sql`tracks.created_at`,
    updatedAt: sql`tracks.updated_at`,
    title: sql`tracks.title_key`,
    seconds: sql`tracks.seconds`,
    tempoBpm: sql`ifnull(tracks.tempo_bpm, 0)`,
    style: sql`ifnull(tracks.style, '')`,
    albumOrder: albumId
      ? sql`(SELECT position FROM album_tracks WHERE album_tracks.album_id = ${albumId} AND album_tracks.track_id = tracks.id)`
      : sql`tracks.created_at`,
  }
  return keys[sort]
}

const Cursor = z.tuple([z.union([z.string(), z.number()]), z.number().int()])
const writeCursor = (cursor: z.output<typeof Cursor>): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')
const readCursor = (text: string): z.output<typeof Cursor> => {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch (cause) {
    throw new FailureError(failure('library.invalid-cursor', 'The list has to be loaded again from its beginning.'), { cause })
  }
}

const onShelf = (selection: Selection, { view, albumId, text }: TrackQuery, isCommon: boolean): Selection => {
  let shelf = view === 'trash' ? selection.where('trashed_at', 'is not', null) : selection.where('trashed_at', 'is', null)
  // written out, because a partial index is used only where the statement shows its condition
  if (view === 'favourites') shelf = shelf.where(sql<boolean>`is_favourite = 1`)
  if (albumId) shelf = shelf.where('id', 'in', (eb) => eb.selectFrom('album_tracks').select('track_id').where('album_id', '=', albumId))
  const { match, fragments } = searchTerms(text)
  if (match) {
    const found = sql`(SELECT rowid FROM track_search WHERE track_search MATCH ${match})`
    // the plus keeps SQLite from fetching every song that was found only to sort it: it walks the order's index and takes those that were found
    shelf = shelf.where(isCommon ? sql<boolean>`+row IN ${found}` : sql<boolean>`row IN ${found}`)
  }
  for (const fragment of fragments)
    shelf = shelf.where(
      sql<boolean>`(title || char(10) || prompt || char(10) || ifnull(style, '') || char(10) || ifnull(artist, '') || char(10) || ifnull(source_name, '') || char(10) || ifnull(mood, '') || char(10) || tags_json) LIKE ${likePattern(fragment)} ESCAPE '\\'`,
    )
  return shelf
}

/** The rows of a page and one more, which tells that there is a next one. */
export const pageQuery = (db: Queries, query: TrackQuery, isCommon = false) => {
  const key = sortKey(query)
  const direction = query.descending ? 'desc' : 'asc'
  const page = onShelf(db.selectFrom('tracks'), query, isCommon)
    .selectAll()
    .select(key.as('sort_key'))
    .orderBy(key, direction)
    .orderBy('row', direction)
    .limit(query.limit + 1)
  if (query.cursor === undefined) return page
  const [value, row] = readCursor(query.cursor)
  // not as row values: SQLite does not look those up in an index over an expression
  return page.where(
    query.descending
      ? sql<boolean>`${key} <= ${value} AND (${key} < ${value} OR row < ${row})`
      : sql<boolean>`${key} >= ${value} AND (${key} > ${value} OR row > ${row})`,
  )
}

const countFound = async (db: Queries, match: string): Promise<number> => {
  const { rows } = await sql<{ found: number }>`SELECT count(*) AS found FROM track_search WHERE track_search MATCH ${match}`.execute(db)
  return rows[0]?.found ?? 0
}

const countShelf = async (db: Queries, query: TrackQuery, isCommon: boolean): Promise<number> => {
  const { total } = await onShelf(db.selectFrom('tracks'), query, isCommon)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return total
}

/** More songs than this with a word make it a common one. */
const COMMON = 500

/** One page of the library in keyset order: a page costs the same wherever it is, and rows that come or go do not shift it. */
export const listTracks = async (db: Queries, query: TrackQuery): Promise<Page> => {
  const { match, fragments } = searchTerms(query.text)
  const found = match === undefined ? 0 : await countFound(db, match)
  const isCommon = found > COMMON
  const isWholeLibrary = query.view === 'all' && query.albumId === undefined && fragments.length === 0
  const total =
    isCommon && isWholeLibrary
      ? found - (await countShelf(db, { ...query, view: 'trash' }, isCommon)) // the index knows trashed songs too; counting those few is cheap
      : await countShelf(db, query, isCommon)
  const rows = await pageQuery(db, query, isCommon).execute()
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    tracks: shown.map(trackOfRow),
    nextCursor: rows.length > query.limit && last ? writeCursor([last.sort_key, last.row]) : undefined,
    total,
  }
}
