import { sql } from 'kysely'
import { HEARING_VERSION, type Hearing } from '../../src-shared/analysis/hearing.ts'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { Sha256, TrackId } from '../../src-shared/kernel/ids.ts'
import type { Queries } from '../platform/database/index.ts'

/** Which recordings to listen to: of these songs or of all outside the trash; what was heard before `heardBefore` is heard again. */
export type Wanted = { readonly trackIds?: readonly TrackId[] | undefined; readonly heardBefore?: number | undefined }

/** A song's first take is its recording; later takes of it share bars and key. */
const recordings = ({ trackIds, heardBefore }: Wanted) => sql`
  FROM takes JOIN tracks ON tracks.id = takes.track_id
  WHERE takes.parent_take_id IS NULL
    AND ${trackIds ? sql`tracks.id IN (SELECT value FROM json_each(${JSON.stringify(trackIds)}))` : sql`tracks.trashed_at IS NULL`}
    AND NOT EXISTS (
      SELECT 1 FROM hearings WHERE hearings.audio_sha256 = takes.audio_sha256 AND hearings.version = ${HEARING_VERSION}
        AND hearings.heard_at >= ${heardBefore ?? 0})`

export const hearingRepository = (db: Queries) => ({
  /** the newest song first: it is the one that is being looked at */
  async next(wanted: Wanted): Promise<{ readonly audioSha256: Sha256; readonly title: string } | undefined> {
    const { rows } = await sql<{ audioSha256: Sha256; title: string }>`
      SELECT takes.audio_sha256 AS audioSha256, tracks.title AS title ${recordings(wanted)} ORDER BY tracks.created_at DESC, tracks.row DESC LIMIT 1`.execute(
      db,
    )
    return rows[0]
  },
  async countWaiting(wanted: Wanted = {}): Promise<number> {
    const { rows } = await sql<{ count: number }>`SELECT count(DISTINCT takes.audio_sha256) AS count ${recordings(wanted)}`.execute(db)
    return rows[0]?.count ?? 0
  },
  /** which of these songs have a recording that was not listened to yet */
  async waitingOf(trackIds: readonly TrackId[]): Promise<TrackId[]> {
    const { rows } = await sql<{ id: TrackId }>`SELECT DISTINCT tracks.id AS id ${recordings({ trackIds })}`.execute(db)
    return rows.map(({ id }) => id)
  },
  async countHeard(): Promise<{ readonly heard: number; readonly failed: number }> {
    const { rows } = await sql<{ heard: number; failed: number }>`
      SELECT count(hearing_json) AS heard, count(failure_json) AS failed FROM hearings WHERE version = ${HEARING_VERSION}`.execute(db)
    return rows[0] ?? { heard: 0, failed: 0 }
  },
  find: (audioSha256: Sha256) => db.selectFrom('hearings').selectAll().where('audio_sha256', '=', audioSha256).executeTakeFirst(),
  /** songs whose recording this is */
  async tracksOf(audioSha256: Sha256): Promise<TrackId[]> {
    const rows = await db
      .selectFrom('takes')
      .select('track_id')
      .distinct()
      .where('audio_sha256', '=', audioSha256)
      .where('parent_take_id', 'is', null)
      .execute()
    return rows.map(({ track_id }) => track_id)
  },
  async hasAudio(audioSha256: Sha256): Promise<boolean> {
    return (await db.selectFrom('audio_files').select('sha256').where('sha256', '=', audioSha256).executeTakeFirst()) !== undefined
  },
  put: (audioSha256: Sha256, heardAt: number, outcome: { readonly hearing: Hearing } | { readonly failure: Failure }) => {
    const row = {
      version: HEARING_VERSION,
      heard_at: heardAt,
      hearing_json: 'hearing' in outcome ? JSON.stringify(outcome.hearing) : null,
      failure_json: 'failure' in outcome ? JSON.stringify({ code: outcome.failure.code, message: outcome.failure.message }) : null,
    }
    return db
      .insertInto('hearings')
      .values({ audio_sha256: audioSha256, ...row })
      .onConflict((conflict) => conflict.column('audio_sha256').doUpdateSet(row))
      .execute()
  },
})
