import type { Migration } from './migration.ts'

/** What recordings sound like, as vectors, a row for each model that described them. Derived: they go with the audio file, and can be made again. */
export const soundVectors: Migration = {
  version: 6,
  name: 'sound-vectors',
  sql: `
    CREATE TABLE sound_vectors (
      audio_sha256 TEXT NOT NULL REFERENCES audio_files (sha256) ON DELETE CASCADE,
      model TEXT NOT NULL,
      size INTEGER NOT NULL,
      whole BLOB,
      segments BLOB,
      failure_json TEXT,
      made_at INTEGER NOT NULL,
      PRIMARY KEY (audio_sha256, model),
      CHECK ((whole IS NULL) = (segments IS NULL) AND (whole IS NULL) <> (failure_json IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sound_vectors_by_model ON sound_vectors (model, audio_sha256);
  `,
}
