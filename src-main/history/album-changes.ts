import { sql } from 'kysely'
import { z } from 'zod'
import type { Queries, Tx } from '../platform/database/index.ts'
import { moveToPlace, PLACE_STEP } from './album-places.ts'

const Row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))

/** Between which songs one stands. */
const Place = z.object({ trackId: z.string(), behind: z.string().nullable(), before: z.string().nullable() })

/**
 * One end of an album's change. `row`: its columns, all of them where the album was made or deleted. Its songs: the whole list, or what is put
 * at its end, or what is taken off, or where one of them stands, or what is put back and where each of it stood, in the album's order; none:
 * they stay.
 */
const AlbumEnd = z.object({
  row: Row.optional(),
  trackIds: z.array(z.string()).optional(),
  with: z.array(z.string()).optional(),
  without: z.array(z.string()).optional(),
  moved: Place.optional(),
  placed: z.array(Place).optional(),
})
export type AlbumEnd = z.output<typeof AlbumEnd>

export const readAlbumEnd = (text: string): AlbumEnd => AlbumEnd.parse(JSON.parse(text))

/** All that there is of an album, to bring it back; undefined: it is not there. */
export const wholeAlbum = async (tx: Tx, albumId: string): Promise<AlbumEnd | undefined> => {
  const { rows } = await sql<z.output<typeof Row>>`SELECT * FROM albums WHERE id = ${albumId}`.execute(tx)
  const [row] = rows
  return row && { row, trackIds: await songsOfAlbum(tx, albumId) }
}

/** Those of these songs that are in the album, in its order. */
export const songsInAlbum = async (tx: Queries, albumId: string, trackIds: readonly string[]): Promise<string[]> => {
  const { rows } = await sql<{ track_id: string }>`
    SELECT track_id FROM album_tracks WHERE album_id = ${albumId} AND track_id IN (SELECT value FROM json_each(${JSON.stringify(trackIds)}))
    ORDER BY position`.execute(tx)
  return rows.map(({ track_id }) => track_id)
}

export const songsOfAlbum = async (tx: Queries, albumId: string): Promise<string[]> => {
  const { rows } = await sql<{ track_id: string }>`SELECT track_id FROM album_tracks WHERE album_id = ${albumId} ORDER BY position`.execute(tx)
  return rows.map(({ track_id }) => track_id)
}

/** Songs that are not in the library any more are left out. */
const putSongs = async (tx: Tx, albumId: string, trackIds: readonly string[], first: number): Promise<void> => {
  await sql`
    INSERT OR IGNORE INTO album_tracks (album_id, track_id, position)
    SELECT ${albumId}, tracks.id, ${first} + ${PLACE_STEP} * (row_number() OVER (ORDER BY given.key) - 1)
    FROM json_each(${JSON.stringify(trackIds)}) AS given CROSS JOIN tracks ON tracks.id = given.value`.execute(tx)
}

/** Answers false where the album is not there to be changed. */
export const writeAlbum = async (tx: Tx, albumId: string, text: string | null): Promise<boolean> => {
  if (text === null) {
    await sql`DELETE FROM albums WHERE id = ${albumId}`.execute(tx)
    return true
  }
  const { row, trackIds, with: added, without, moved, placed } = readAlbumEnd(text)
  const { rows } = await sql`SELECT 1 FROM albums WHERE id = ${albumId}`.execute(tx)
  const names = row ? Object.keys(row) : []
  if (rows.length === 0) {
    if (!row?.id) return false
    await sql`INSERT INTO albums (${sql.join(names.map((name) => sql.ref(name)))}) VALUES (${sql.join(names.map((name) => row[name] ?? null))})`.execute(tx)
  } else if (row && names.length > 0)
    await sql`UPDATE albums SET ${sql.join(names.map((name) => sql`${sql.ref(name)} = ${row[name] ?? null}`))} WHERE id = ${albumId}`.execute(tx)
  if (trackIds) {
    await sql`DELETE FROM album_tracks WHERE album_id = ${albumId}`.execute(tx)
    await putSongs(tx, albumId, trackIds, 0)
  }
  if (without)
    await sql`DELETE FROM album_tracks WHERE album_id = ${albumId} AND track_id IN (SELECT value FROM json_each(${JSON.stringify(without)}))`.execute(tx)
  if (added) {
    const last = await sql<{ next: number }>`SELECT ifnull(max(position) + ${PLACE_STEP}, 0) AS next FROM album_tracks WHERE album_id = ${albumId}`.execute(tx)
    await putSongs(tx, albumId, added, last.rows[0]?.next ?? 0)
  }
  for (const place of placed ?? []) {
    await putSongs(tx, albumId, [place.trackId], 0)
    await moveToPlace(tx, albumId, place.trackId, place)
  }
  if (moved) await moveToPlace(tx, albumId, moved.trackId, moved)
  return true
}
