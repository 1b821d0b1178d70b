import { sql } from 'kysely'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Database } from '../../platform/database/index.ts'

/** Songs "Song 1" to "Song n" that share one take, put in by one statement: for what is about their rows, not their sound. */
export const putManySongs = async (database: Database, count: number): Promise<TrackId[]> => {
  const sha256 = 'a'.repeat(64)
  await database.transaction(async (tx) => {
    await sql`INSERT INTO audio_files (sha256, bytes, length_frames, sample_rate_hz, channel_count, created_at) VALUES (${sha256}, 1, 10000, 1000, 2, 1)`.execute(
      tx,
    )
    await sql`
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
      INSERT INTO tracks (id, title, title_key, origin, engine, engine_version, prompt, licence, is_favourite, created_at, updated_at, current_take_id,
        audio_sha256, seconds, sample_rate_hz, channel_count)
      SELECT printf('trk_%012d', i), 'Song ' || i, 'song ' || i, 'imported', 'import', '1', 'piano in the rain', 'unknown', 0, i, 1, 'tak_000000000001', ${sha256}, 10, 1000, 2 FROM n`.execute(
      tx,
    )
    await sql`
      INSERT INTO takes (id, track_id, kind, group_id, number, audio_sha256, sample_rate_hz, channel_count, length_frames, first_bar_frame, prompt, engine, strategy, reason, created_at, facts_json)
      VALUES ('tak_000000000001', 'trk_000000000001', 'imported', 'g', 1, ${sha256}, 1000, 2, 10000, 0, '', 'import', 'import', '', 1, '{"sections":[]}')`.execute(
      tx,
    )
  })
  const rows = await database.query.selectFrom('tracks').select('id').orderBy('row').execute()
  return rows.map(({ id }) => id)
}
