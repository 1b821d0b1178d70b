import type { Migration } from './migration.ts'

/** What a song leaned on when it was made. The other song may have left since: its title then is kept. */
export const influences: Migration = {
  version: 12,
  name: 'influences',
  sql: `
    CREATE TABLE influences (
      track_id TEXT NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      influence_id TEXT NOT NULL,
      title TEXT NOT NULL,
      why TEXT NOT NULL,
      PRIMARY KEY (track_id, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX influences_by_influence ON influences (influence_id);
  `,
}
