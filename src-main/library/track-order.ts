import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { TrackQuery, TrackSort } from '../../src-shared/library/contract.ts'
import { keyName, loudnessLufs, studioName } from './track-expressions.ts'

type Key = RawBuilder<string | number>

/** The expression that an order compares; each has an index of the same expression (see the migrations). What a song lacks sorts as the smallest. */
export const sortKey = ({ sort, albumId }: Pick<TrackQuery, 'sort' | 'albumId'>): Key => {
  const keys: Record<TrackSort, Key> = {
    createdAt: sql`tracks.created_at`,
    updatedAt: sql`tracks.updated_at`,
    title: sql`tracks.title_key`,
    artist: sql`lower(ifnull(tracks.artist, ''))`,
    album: sql`lower(ifnull(tracks.album, ''))`,
    year: sql`ifnull(tracks.year, 0)`,
    seconds: sql`tracks.seconds`,
    tempoBpm: sql`ifnull(tracks.tempo_bpm, 0)`,
    key: keyName,
    style: sql`ifnull(tracks.style, '')`,
    studio: studioName,
    engine: sql`tracks.engine`,
    rating: sql`tracks.rating`,
    mood: sql`ifnull(tracks.mood, '')`,
    loudness: loudnessLufs,
    licence: sql`tracks.licence`,
    albumOrder: albumId
      ? sql`(SELECT position FROM album_tracks WHERE album_tracks.album_id = ${albumId} AND album_tracks.track_id = tracks.id)`
      : sql`tracks.created_at`,
  }
  return keys[sort]
}

const Cursor = z.tuple([z.union([z.string(), z.number()]), z.number().int()])
type Cursor = z.output<typeof Cursor>

export const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** @throws FailureError library.invalid-cursor */
const readCursor = (text: string): Cursor => {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch (cause) {
    throw new FailureError(failure('library.invalid-cursor', 'The list has to be loaded again from its beginning.'), { cause })
  }
}

/** Songs behind the cursor. Not as row values: SQLite does not look those up in an index over an expression. */
export const behindCursor = (key: Key, descending: boolean, cursor: string): RawBuilder<boolean> => {
  const [value, row] = readCursor(cursor)
  return descending
    ? sql<boolean>`${key} <= ${value} AND (${key} < ${value} OR tracks.row < ${row})`
    : sql<boolean>`${key} >= ${value} AND (${key} > ${value} OR tracks.row > ${row})`
}
