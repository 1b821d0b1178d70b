import { sql } from 'kysely'
import type { Queries, Tx } from '../platform/database/index.ts'

/** Places of an album's songs lie this far apart, so that one that is moved finds room between two others. */
export const PLACE_STEP = 1_024

type Neighbour = { readonly track_id: string; readonly position: number }

const positionOf = async (db: Queries, albumId: string, trackId: string): Promise<number | undefined> => {
  const { rows } = await sql<{ position: number }>`SELECT position FROM album_tracks WHERE album_id = ${albumId} AND track_id = ${trackId}`.execute(db)
  return rows[0]?.position
}

/** The nearest other song before `position` (undefined: the last one). */
const songBefore = async (db: Queries, albumId: string, position: number | undefined, but: string): Promise<Neighbour | undefined> => {
  const { rows } = await sql<Neighbour>`
    SELECT track_id, position FROM album_tracks WHERE album_id = ${albumId} AND position < ${position ?? Number.MAX_SAFE_INTEGER} AND track_id <> ${but}
    ORDER BY position DESC LIMIT 1`.execute(db)
  return rows[0]
}
/** The nearest other song after `position` (undefined: the first one). */
const songAfter = async (db: Queries, albumId: string, position: number | undefined, but: string): Promise<Neighbour | undefined> => {
  const { rows } = await sql<Neighbour>`
    SELECT track_id, position FROM album_tracks WHERE album_id = ${albumId} AND position > ${position ?? Number.MIN_SAFE_INTEGER} AND track_id <> ${but}
    ORDER BY position LIMIT 1`.execute(db)
  return rows[0]
}

/** Where a song stands: right behind one, or the first, and right before one, or the last. */
export type AlbumPlace = { readonly behind: string | null; readonly before: string | null }

/** Undefined: it is not in the album. */
export const placeInAlbum = async (db: Queries, albumId: string, trackId: string): Promise<AlbumPlace | undefined> => {
  const position = await positionOf(db, albumId, trackId)
  if (position === undefined) return undefined
  const [behind, before] = [await songBefore(db, albumId, position, trackId), await songAfter(db, albumId, position, trackId)]
  return { behind: behind?.track_id ?? null, before: before?.track_id ?? null }
}

/** The place right before another song, or (undefined) behind the last, of a song that is going to be moved there; undefined: the other is not there. */
export const placeBefore = async (db: Queries, albumId: string, trackId: string, next: string | undefined): Promise<AlbumPlace | undefined> => {
  const position = next === undefined ? undefined : await positionOf(db, albumId, next)
  if (next !== undefined && position === undefined) return undefined
  const behind = await songBefore(db, albumId, position, trackId)
  return { behind: behind?.track_id ?? null, before: next ?? null }
}

/** Makes room between all places. */
const spread = (tx: Tx, albumId: string) =>
  sql`
    UPDATE album_tracks SET position = placed.place
    FROM (SELECT track_id, ${PLACE_STEP} * row_number() OVER (ORDER BY position, track_id) AS place FROM album_tracks WHERE album_id = ${albumId}) AS placed
    WHERE album_tracks.album_id = ${albumId} AND album_tracks.track_id = placed.track_id`.execute(tx)

/** the position between the neighbours; undefined: there is no room */
const roomAt = async (tx: Tx, albumId: string, trackId: string, { behind, before }: AlbumPlace): Promise<number | undefined> => {
  const from = behind === null ? undefined : await positionOf(tx, albumId, behind)
  // a neighbour that is gone since: the other one says where
  const to = before === null ? undefined : await positionOf(tx, albumId, before)
  const low = from ?? (behind === null ? undefined : (await songBefore(tx, albumId, to, trackId))?.position)
  const high = from === undefined ? (to ?? (await songAfter(tx, albumId, low, trackId))?.position) : (await songAfter(tx, albumId, from, trackId))?.position
  if (low === undefined) return high === undefined ? 0 : high - PLACE_STEP
  if (high === undefined) return low + PLACE_STEP
  return high - low > 1 ? low + Math.floor((high - low) / 2) : undefined
}

/** Puts a song of the album between its new neighbours; answers false where it is not in it. One row is written, where there is room for it. */
export const moveToPlace = async (tx: Tx, albumId: string, trackId: string, place: AlbumPlace): Promise<boolean> => {
  let position = await roomAt(tx, albumId, trackId, place)
  if (position === undefined) {
    await spread(tx, albumId)
    position = (await roomAt(tx, albumId, trackId, place)) ?? 0
  }
  const { numAffectedRows } = await sql`UPDATE album_tracks SET position = ${position} WHERE album_id = ${albumId} AND track_id = ${trackId}`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}
