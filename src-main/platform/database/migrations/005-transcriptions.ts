import type { Migration } from './migration.ts'

/** Notes that were heard in a song, kept with it. A removed one waits for a while, so that removing can be undone. */
export const transcriptions: Migration = {
  version: 5,
  name: 'transcriptions',
  sql: `
    CREATE TABLE transcriptions (
      id TEXT PRIMARY KEY,
      track_id TEXT NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
      audio_sha256 TEXT NOT NULL,
      name TEXT NOT NULL,
      start_seconds REAL NOT NULL,
      end_seconds REAL NOT NULL,
      program INTEGER NOT NULL,
      settings_json TEXT NOT NULL,
      notes_json TEXT NOT NULL,
      note_count INTEGER NOT NULL,
      model_fingerprint TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      removed_at INTEGER,
      publish_key TEXT UNIQUE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX transcriptions_of_track ON transcriptions (track_id, created_at);
  `,
}
