import type { Migration } from './migration.ts'

/** Songs of an older studio kept the model that made them as words of the library only: their sound says it from now on, and so do its rights. */
export const toldMakers: Migration = {
  version: 36,
  name: 'told-makers',
  sql: `
    UPDATE takes SET facts_json = json_set(facts_json, '$.origin', json_object(
      'toldBy', 'older-studio',
      'makers', json_array(substr((SELECT engine_version FROM tracks WHERE tracks.id = takes.track_id), 1, 100)),
      'helpers', json_array(),
      'recordings', json_array()
    ))
    WHERE kind = 'imported' AND strategy = 'import' AND json_valid(facts_json)
      AND EXISTS (
        SELECT 1 FROM tracks WHERE tracks.id = takes.track_id AND tracks.origin = 'imported' AND tracks.engine_version NOT IN ('', '1')
      );
  `,
}
