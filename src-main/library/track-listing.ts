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

const onShelf = (selection: Selection, { view, albumId, text }: TrackQuery): Selection => {
  let shelf = view === 'trash' ? selection.where('trashed_at', 'is not', null) : selection.where('trashed_at', 'is', null)
  // written out, because a partial index is used only where the statement shows its condition
  if (view === 'favourites') shelf = shelf.where(sql<boolean>`is_favourite = 1`)
  if (albumId) shelf = shelf.where('id', 'in', (eb) => eb.selectFrom('album_tracks').select('track_id').where('album_id', '=', albumId))
  const { match, fragments } = searchTerms(text)
  if (match) shelf = shelf.where(sql<boolean>`row IN (SELECT rowid FROM track_search WHERE track_search MATCH ${match})`)
  for (const fragment of fragments)
    shelf = shelf.where(
      sql<boolean>`(title || char(10) || prompt || char(10) || ifnull(style, '') || char(10) || ifnull(artist, '') || char(10) || ifnull(source_name, '')) LIKE ${likePattern(fragment)} ESCAPE '\\'`,
    )
  return shelf
}

/** The rows of a page and one more, which tells that there is a next one. */
export const pageQuery = (db: Queries, query: TrackQuery) => {
  const key = sortKey(query)
  const direction = query.descending ? 'desc' : 'asc'
  const page = onShelf(db.selectFrom('tracks'), query)
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

/** One page of the library in keyset order: a page costs the same wherever it is, and rows that come or go do not shift it. */
export const listTracks = async (db: Queries, query: TrackQuery): Promise<Page> => {
  const rows = await pageQuery(db, query).execute()
  const { total } = await onShelf(db.selectFrom('tracks'), query)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    tracks: shown.map(trackOfRow),
    nextCursor: rows.length > query.limit && last ? writeCursor([last.sort_key, last.row]) : undefined,
    total,
  }
}
