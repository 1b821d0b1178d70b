import { setImmediate as breathe } from 'node:timers/promises'
import { type SelectQueryBuilder, sql } from 'kysely'
import type { TrackSelection } from '../../src-shared/library/track-query.ts'
import type { Queries, Tables } from '../platform/database/index.ts'
import { likePattern, searchTerms } from './search-terms.ts'

export type Songs = SelectQueryBuilder<Tables, 'tracks', object>

/** rows of songs with a comment that has the words */
export const commented = (match: string) => sql`(
  SELECT tracks.row FROM comment_search CROSS JOIN comments ON comments.row = comment_search.rowid CROSS JOIN tracks ON tracks.id = comments.track_id
  WHERE comment_search MATCH ${match})`

/** Songs with every word; `isCommon`: there are many, so that another index should be walked. */
export const withWords = (songs: Songs, text: string, isCommon: boolean): Songs => {
  let found = songs
  const { match, fragments } = searchTerms(text)
  if (match) {
    const rows = sql`(SELECT rowid FROM track_search WHERE track_search MATCH ${match})`
    const said = commented(match)
    // the plus keeps SQLite from fetching every song that was found only to sort it: it walks the order's index and takes those that were found
    found = found.where(isCommon ? sql<boolean>`(+row IN ${rows} OR +row IN ${said})` : sql<boolean>`(row IN ${rows} OR row IN ${said})`)
  }
  for (const fragment of fragments)
    found = found.where(
      sql<boolean>`((title || char(10) || prompt || char(10) || ifnull(style, '') || char(10) || ifnull(artist, '') || char(10) || ifnull(source_name, '') || char(10) || ifnull(mood, '') || char(10) || tags_json || char(10) || ifnull(album, '') || char(10) || ifnull(file_comment, '')) LIKE ${likePattern(fragment)} ESCAPE '\\'
        OR id IN (SELECT track_id FROM comments WHERE body LIKE ${likePattern(fragment)} ESCAPE '\\'))`,
    )
  return found
}

/** Row numbers that the index of words is asked for at a time. */
const SLICE = 100_000

/** As one text: a hundred thousand numbers are read four times faster than a hundred thousand rows. */
const rowsOf = async (db: Queries, match: string, signal?: AbortSignal): Promise<number[]> => {
  const ends = await sql<{ end: number | null }>`SELECT max(row) AS end FROM tracks`.execute(db)
  const slices: number[][] = []
  for (let from = 0; from <= (ends.rows[0]?.end ?? -1); from += SLICE) {
    if (from > 0) await breathe()
    signal?.throwIfAborted()
    const { rows } = await sql<{ rows: string }>`
      SELECT json_group_array(rowid) AS rows FROM track_search WHERE track_search MATCH ${match} AND rowid >= ${from} AND rowid < ${from + SLICE}`.execute(db)
    slices.push(JSON.parse(rows[0]?.rows ?? '[]') as number[])
  }
  const found = slices.flat()
  const said = await sql<{ row: number }>`SELECT DISTINCT row FROM ${commented(match)}`.execute(db)
  return said.rows.length === 0 ? found : [...new Set([...found, ...said.rows.map(({ row }) => row)])].sort((a, b) => a - b)
}

/** Rows with the words, or of the album, that a selection asks for, whatever its filters say; undefined: all. */
export const matchingRows = async (db: Queries, { text, albumId }: TrackSelection, signal?: AbortSignal): Promise<number[] | undefined> => {
  const { match, fragments } = searchTerms(text)
  if (match === undefined && fragments.length === 0 && albumId === undefined) return undefined
  if (match !== undefined && fragments.length === 0 && albumId === undefined) return rowsOf(db, match, signal)
  let songs: Songs = db.selectFrom('tracks')
  if (albumId) songs = songs.where('id', 'in', (eb) => eb.selectFrom('album_tracks').select('track_id').where('album_id', '=', albumId))
  return (await withWords(songs, text, false).select('row').orderBy('row').execute()).map(({ row }) => row)
}
