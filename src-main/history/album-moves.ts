import { sql } from 'kysely'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Queries } from '../platform/database/index.ts'
import { type AlbumEnd, readAlbumEnd } from './album-changes.ts'

type Ends = { readonly before_json: string | null; readonly after_json: string | null }

const isWhole = (end: AlbumEnd | undefined): boolean => end === undefined || end.trackIds !== undefined

/** Songs that a change of an album puts into it or takes off it; those that only change their place are none of them. */
const movedSongs = ({ before_json, after_json }: Ends): ReadonlySet<string> => {
  const [before, after] = [before_json, after_json].map((text) => (text === null ? undefined : readAlbumEnd(text)))
  const moved = new Set([before, after].flatMap((end) => [...(end?.with ?? []), ...(end?.without ?? []), ...(end?.placed ?? []).map(({ trackId }) => trackId)]))
  // an end that says no list of songs leaves them as they are
  if (!isWhole(before) || !isWhole(after)) return moved
  const [was, is] = [new Set(before?.trackIds), new Set(after?.trackIds)]
  for (const id of was) if (!is.has(id)) moved.add(id)
  for (const id of is) if (!was.has(id)) moved.add(id)
  return moved
}

/** Steps that put a song into an album or took it off one. */
export const albumStepsOf = async (db: Queries, trackId: TrackId): Promise<number[]> => {
  // there are few changes of albums, and they have an index of their own; only those that name the song are read
  const { rows } = await sql<Ends & { step: number }>`
    SELECT step, before_json, after_json FROM library_changes INDEXED BY library_changes_of_others
    WHERE track_id IS NULL AND kind = 'album' AND (instr(before_json, ${`"${trackId}"`}) > 0 OR instr(after_json, ${`"${trackId}"`}) > 0)`.execute(db)
  return [...new Set(rows.filter((ends) => movedSongs(ends).has(trackId)).map(({ step }) => step))]
}

/** Songs that these steps put into albums or take off them. */
export const songsMovedBy = async (db: Queries, stepIds: readonly number[]): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<Ends>`
    SELECT before_json, after_json FROM library_changes
    WHERE kind = 'album' AND track_id IS NULL AND step IN (SELECT value FROM json_each(${JSON.stringify(stepIds)}))`.execute(db)
  return new Set(rows.flatMap((ends) => [...movedSongs(ends)]))
}
