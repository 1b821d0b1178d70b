import { type SelectQueryBuilder, sql } from 'kysely'
import type { TrackSelection } from '../../src-shared/library/track-query.ts'
import type { Queries, Tables } from '../platform/database/index.ts'
import { likePattern, searchTerms } from './search-terms.ts'

export type Songs = SelectQueryBuilder<Tables, 'tracks', object>

/** rows of songs with a comment that has the word */
export const commented = (match: string) => sql`(
  SELECT tracks.row FROM comment_search CROSS JOIN comments ON comments.row = comment_search.rowid CROSS JOIN tracks ON tracks.id = comments.track_id
  WHERE comment_search MATCH ${match})`

/** rows of songs that have every word themselves */
export const worded = (matches: readonly string[]) => sql`(SELECT rowid FROM track_search WHERE track_search MATCH ${matches.join(' AND ')})`

/** Rows of songs that have a word in a comment, and each other word there, in another comment or in the song; with those that have every word themselves these are all. */
export const spoken = (matches: readonly string[]) => {
  const [only, ...more] = matches
  if (only !== undefined && more.length === 0) return commented(only)
  const any = sql.join(
    matches.map((match) => sql`SELECT row FROM ${commented(match)}`),
    sql` UNION `,
  )
  const each = matches.map((match) => sql`(row IN ${commented(match)} OR row IN ${worded([match])})`)
  return sql`(SELECT row FROM (${any}) WHERE ${sql.join(each, sql` AND `)})`
}

/** Songs with every word, each in the song or in any of its comments; `isCommon`: there are many, so that another index should be walked. */
export const withWords = (songs: Songs, text: string, isCommon: boolean): Songs => {
  let found = songs
  const { matches, fragments } = searchTerms(text)
  if (matches.length > 0) {
    const rows = worded(matches)
    const said = spoken(matches)
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

/** Rows of the songs of an album, or with fragments of words, that a selection asks for, whatever its filters say. Rising. */
export const matchingRows = async (db: Queries, { text, albumId }: Pick<TrackSelection, 'text' | 'albumId'>): Promise<number[]> => {
  let songs: Songs = db.selectFrom('tracks')
  if (albumId) songs = songs.where('id', 'in', (eb) => eb.selectFrom('album_tracks').select('track_id').where('album_id', '=', albumId))
  return (await withWords(songs, text, false).select('row').orderBy('row').execute()).map(({ row }) => row)
}
