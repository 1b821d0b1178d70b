import { type RawBuilder, sql } from 'kysely'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Tx } from '../platform/database/index.ts'

/** The columns of a song that a step of the library may change. */
export type SongField = 'title' | 'title_key' | 'artist' | 'style' | 'mood' | 'rating' | 'is_favourite' | 'is_disliked' | 'tags_json' | 'trashed_at' | FileField
/** What an imported file says of itself. */
export type FileField = 'album' | 'year' | 'isrc' | 'file_bpm' | 'file_comment' | 'cover_sha256' | 'album_artist' | 'disc_number' | 'track_number'
export type SongPatch = Partial<Record<SongField, string | number | null>>

const column = (field: SongField) => sql.ref<string | number | null>(`tracks.${field}`)

const object = (fields: readonly SongField[], value: (field: SongField) => RawBuilder<unknown>) =>
  sql`json_object(${sql.join(fields.flatMap((field) => [sql.lit(field), value(field)]))})`

/**
 * Notes the same change for many songs: those of `trackIds` for which `when` is true and where the change makes a difference. Answers how
 * many there are. Nothing of the songs is changed yet.
 */
export const noteSameForSongs = async (
  tx: Tx,
  step: number,
  from: number,
  trackIds: readonly TrackId[],
  patch: SongPatch,
  when: RawBuilder<boolean> = sql`1`,
): Promise<number> => {
  const fields = Object.keys(patch) as SongField[]
  const isDifferent = sql.join(
    fields.map((field) => sql`${column(field)} IS NOT ${patch[field] ?? null}`),
    sql` OR `,
  )
  const { numAffectedRows } = await sql`
    INSERT INTO library_changes (step, n, kind, subject_id, track_id, before_json, after_json)
    SELECT ${step}, ${from} + row_number() OVER () - 1, 'song', id, id, ${object(fields, column)}, ${object(fields, (field) => sql`${patch[field] ?? null}`)}
    FROM tracks WHERE id IN (SELECT value FROM json_each(${JSON.stringify(trackIds)})) AND (${isDifferent}) AND ${when}`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}

export type SongChange = { readonly trackId: TrackId; readonly after: SongPatch }

/** Notes a change of its own for each song; every patch must hold all of `fields`. Songs that are not there are left out. */
export const noteEachSong = async (tx: Tx, step: number, from: number, fields: readonly SongField[], changes: readonly SongChange[]): Promise<number> => {
  const payload = JSON.stringify(changes.map(({ trackId, after }) => [trackId, JSON.stringify(after)]))
  const { numAffectedRows } = await sql`
    INSERT INTO library_changes (step, n, kind, subject_id, track_id, before_json, after_json)
    SELECT ${step}, ${from} + row_number() OVER () - 1, 'song', tracks.id, tracks.id, ${object(fields, column)}, given.value ->> 1
    FROM json_each(${payload}) AS given CROSS JOIN tracks ON tracks.id = given.value ->> 0`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}

/** Writes one end of the changes `from` <= n < `to` into the songs; answers which songs are still there. */
export const writeSongs = async (
  tx: Tx,
  step: number,
  fields: readonly SongField[],
  range: { readonly from: number; readonly to: number },
  end: 'before_json' | 'after_json',
  now: number,
): Promise<TrackId[]> => {
  if (fields.length === 0) return []
  const values = fields.map((field) => sql`${sql.ref(field)} = c.${sql.ref(end)} ->> ${sql.lit(`$.${field}`)}`)
  const { rows } = await sql<{ id: TrackId }>`
    UPDATE tracks SET ${sql.join(values)}, updated_at = ${now} FROM library_changes AS c
    WHERE c.step = ${step} AND c.n >= ${range.from} AND c.n < ${range.to} AND c.kind = 'song' AND tracks.id = c.subject_id
    RETURNING tracks.id`.execute(tx)
  return rows.map(({ id }) => id)
}
