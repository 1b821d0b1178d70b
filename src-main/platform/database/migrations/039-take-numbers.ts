import type { Migration } from './migration.ts'

/**
 * Takes were numbered within the click that made them, so that every click on the same bars made a "take 1" again. Where two takes of a song have
 * one name, those of the same kind and span are counted through: the older click first, then as they were.
 */
export const takeNumbers: Migration = {
  version: 39,
  name: 'take-numbers',
  sql: `
    WITH placed AS (
      SELECT id, track_id, kind, number, group_id,
        COALESCE(json_extract(facts_json, '$.region'), '') || COALESCE(json_array_length(facts_json, '$.regions'), '') AS place,
        MIN(created_at) OVER (PARTITION BY track_id, group_id) AS clicked_at
      FROM takes
      WHERE kind NOT IN ('original', 'imported') AND json_valid(facts_json)
    ),
    counted AS (
      SELECT id, track_id, kind, place, number,
        ROW_NUMBER() OVER (PARTITION BY track_id, kind, place ORDER BY clicked_at, group_id, number, id) AS fresh,
        COUNT(*) OVER (PARTITION BY track_id, kind, place, number) AS alike
      FROM placed
    )
    UPDATE takes SET number = counted.fresh
    FROM counted
    WHERE counted.id = takes.id
      AND EXISTS (
        SELECT 1 FROM counted other
        WHERE other.track_id = counted.track_id AND other.kind = counted.kind AND other.place = counted.place AND other.alike > 1
      );
  `,
}
