import type { Migration } from './migration.ts'

/**
 * Saved searches are part of the history: their changes stand beside those of songs, albums and comments, and deleting one is a step like any
 * other. So those that were hidden for a day go, and the column with them. `library_changes_of_others` finds what else touched an album or search.
 */
export const oneHistory: Migration = {
  version: 22,
  name: 'one-history',
  sql: `
    CREATE TABLE library_changes_new (
      step INTEGER NOT NULL REFERENCES library_steps (id) ON DELETE CASCADE,
      n INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('song', 'album', 'comment', 'search')),
      subject_id TEXT NOT NULL,
      track_id TEXT,
      before_json TEXT,
      after_json TEXT,
      PRIMARY KEY (step, n)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO library_changes_new SELECT step, n, kind, subject_id, track_id, before_json, after_json FROM library_changes;
    DROP TABLE library_changes;
    ALTER TABLE library_changes_new RENAME TO library_changes;
    CREATE INDEX library_changes_of_track ON library_changes (track_id, step) WHERE track_id IS NOT NULL;
    CREATE INDEX library_changes_of_others ON library_changes (subject_id, step) WHERE track_id IS NULL;

    DELETE FROM saved_searches WHERE removed_at IS NOT NULL;
    ALTER TABLE saved_searches DROP COLUMN removed_at;
  `,
}
