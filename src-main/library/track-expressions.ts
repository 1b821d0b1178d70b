import { type RawBuilder, sql } from 'kysely'

/**
 * Short values of a song that its row holds in longer ones. Each is indexed as this very expression (migration 014), so that SQLite reads it off the
 * index: a changed letter here is a scan there.
 */

/** '' for imported songs */
export const studioName: RawBuilder<string> = sql`ifnull(tracks.studio, CASE tracks.origin WHEN 'generated' THEN 'open' ELSE '' END)`
/** "C# minor", '' where unknown */
export const keyName: RawBuilder<string> = sql`CASE WHEN json_valid(tracks.key_json) THEN ifnull(json_extract(tracks.key_json, '$.tonic') || ' ' || json_extract(tracks.key_json, '$.mode'), '') ELSE '' END`
/** integrated, −1000 where unknown */
export const loudnessLufs: RawBuilder<number> = sql`ifnull(CASE WHEN json_valid(tracks.loudness_json) THEN json_extract(tracks.loudness_json, '$.integratedLufs') END, -1000.0)`
