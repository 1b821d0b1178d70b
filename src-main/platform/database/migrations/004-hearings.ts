import type { Migration } from './migration.ts'

/** What the studio hears in each recording. Derived from the audio file: it goes with it, and can be made again. */
export const hearings: Migration = {
  version: 4,
  name: 'hearings',
  sql: `
    CREATE TABLE hearings (
      audio_sha256 TEXT PRIMARY KEY REFERENCES audio_files (sha256) ON DELETE CASCADE,
      version INTEGER NOT NULL,
      heard_at INTEGER NOT NULL,
      hearing_json TEXT,
      failure_json TEXT,
      CHECK ((hearing_json IS NULL) <> (failure_json IS NULL))
    ) STRICT, WITHOUT ROWID;
  `,
}
