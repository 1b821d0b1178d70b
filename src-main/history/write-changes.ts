import { sql } from 'kysely'
import { z } from 'zod'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { LibraryStepRow, Tx } from '../platform/database/index.ts'
import { writeAlbum } from './album-changes.ts'
import { writeRow } from './row-changes.ts'
import { type SongField, writeSongs } from './song-changes.ts'

const Fields = z.array(z.string())

/** What a stretch of a step did. `missing`: songs, albums, comments and searches that were not there to be changed. */
export type Written = {
  readonly trackIds: readonly TrackId[]
  readonly hasAlbums: boolean
  readonly hasComments: boolean
  readonly hasSearches: boolean
  readonly missing: number
}

export const NOTHING_WRITTEN: Written = { trackIds: [], hasAlbums: false, hasComments: false, hasSearches: false, missing: 0 }

export type GrowingWritten = Omit<Written, 'trackIds'> & { readonly trackIds: TrackId[] }

/** The same into the first one's list of songs: a step of a million songs is written in hundreds of parts. */
export const extendWritten = (a: GrowingWritten, b: Written): GrowingWritten => {
  a.trackIds.push(...b.trackIds)
  return { ...joinWritten({ ...a, trackIds: [] }, { ...b, trackIds: [] }), trackIds: a.trackIds }
}

export const joinWritten = (a: Written, b: Written): Written => ({
  trackIds: [...a.trackIds, ...b.trackIds],
  hasAlbums: a.hasAlbums || b.hasAlbums,
  hasComments: a.hasComments || b.hasComments,
  hasSearches: a.hasSearches || b.hasSearches,
  missing: a.missing + b.missing,
})

/** Brings a step from `applied` of its changes to `next` of them, forwards or backwards, in the caller's transaction. */
export const writeChanges = async (
  tx: Tx,
  { id, applied, fields_json }: Pick<LibraryStepRow, 'id' | 'applied' | 'fields_json'>,
  next: number,
  now: number,
): Promise<Written> => {
  const isForward = next > applied
  const range = isForward ? { from: applied, to: next } : { from: next, to: applied }
  const end = isForward ? 'after_json' : 'before_json'
  const fields = Fields.parse(JSON.parse(fields_json)) as SongField[]
  const songs = await writeSongs(tx, id, fields, range, end, now)
  const others = await tx
    .selectFrom('library_changes')
    .select(['kind', 'subject_id', 'track_id', end])
    .where('step', '=', id)
    .where('n', '>=', range.from)
    .where('n', '<', range.to)
    .where('kind', '!=', 'song')
    .orderBy('n', isForward ? 'asc' : 'desc')
    .execute()
  let missing = range.to - range.from - others.length - songs.length
  for (const change of others) {
    const text = (end === 'after_json' ? (change as { after_json: string | null }).after_json : (change as { before_json: string | null }).before_json) ?? null
    const isThere =
      change.kind === 'album'
        ? await writeAlbum(tx, change.subject_id, text)
        : await writeRow(tx, change.kind === 'search' ? 'saved_searches' : 'comments', change.subject_id, text)
    if (!isThere) missing += 1
  }
  await sql`UPDATE library_steps SET applied = ${next} WHERE id = ${id}`.execute(tx)
  const commented = others.flatMap(({ kind, track_id }) => (kind === 'comment' && track_id ? [track_id] : []))
  const has = (wanted: string) => others.some(({ kind }) => kind === wanted)
  return { trackIds: [...songs, ...commented], hasAlbums: has('album'), hasComments: commented.length > 0, hasSearches: has('search'), missing }
}
