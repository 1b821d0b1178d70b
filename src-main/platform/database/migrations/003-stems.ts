import type { Migration } from './migration.ts'

/** What a take was taken apart into: one row a request, one a stem. Which of them lie under the song is the project document's business. */
export const stems: Migration = {
  version: 3,
  name: 'stems',
  sql: `
    CREATE TABLE stem_sets (
      id TEXT PRIMARY KEY,
      track_id TEXT NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
      take_id TEXT NOT NULL REFERENCES takes (id) ON DELETE CASCADE,
      method TEXT NOT NULL CHECK (method IN ('model', 'score')),
      maker_id TEXT NOT NULL,
      maker_name TEXT NOT NULL,
      request_key TEXT NOT NULL UNIQUE,
      start_frame INTEGER,
      end_frame INTEGER,
      shifts INTEGER NOT NULL,
      residual_db REAL NOT NULL,
      base_gain_db REAL NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX stem_sets_of_track ON stem_sets (track_id, created_at);
    CREATE INDEX stem_sets_of_take ON stem_sets (take_id);

    CREATE TABLE stems (
      set_id TEXT NOT NULL REFERENCES stem_sets (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('stem', 'rest', 'outside')),
      audio_sha256 TEXT NOT NULL REFERENCES audio_files (sha256),
      PRIMARY KEY (set_id, position)
    ) STRICT;
    CREATE INDEX stems_by_audio ON stems (audio_sha256);
  `,
}
