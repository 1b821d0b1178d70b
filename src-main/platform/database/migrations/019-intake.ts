import type { Migration } from './migration.ts'

/**
 * Where songs come from. Watched folders remember each file by path, size, time and inode, so that an unchanged one costs a stat. A fingerprint
 * belongs to a recording, as hearings do; `fingerprint_keys` finds recordings that share words, `sound_matches` holds the proven pairs
 * (`a_row` < `b_row`). `tag_writes` keeps what a file said before its tags were written.
 */
export const intake: Migration = {
  version: 19,
  name: 'intake',
  sql: `
    CREATE TABLE watched_folders (
      path TEXT PRIMARY KEY,
      added_at INTEGER NOT NULL,
      scanned_at INTEGER,
      device INTEGER,
      state TEXT NOT NULL CHECK (state IN ('there', 'missing'))
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE watched_files (
      folder TEXT NOT NULL REFERENCES watched_folders (path) ON DELETE CASCADE,
      path TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      changed_at REAL NOT NULL,
      inode REAL NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'imported', 'failed', 'gone')),
      track_id TEXT,
      message TEXT,
      PRIMARY KEY (folder, path)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX watched_files_by_state ON watched_files (folder, state, path);

    CREATE TABLE fingerprints (
      row INTEGER PRIMARY KEY,
      audio_sha256 TEXT NOT NULL UNIQUE REFERENCES audio_files (sha256) ON DELETE CASCADE,
      version INTEGER NOT NULL,
      made_at INTEGER NOT NULL,
      words BLOB,
      failure_json TEXT,
      CHECK ((words IS NULL) <> (failure_json IS NULL))
    ) STRICT;
    CREATE TABLE fingerprint_keys (
      key INTEGER NOT NULL,
      print_row INTEGER NOT NULL REFERENCES fingerprints (row) ON DELETE CASCADE,
      frame INTEGER NOT NULL,
      PRIMARY KEY (key, print_row, frame)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX fingerprint_keys_by_print ON fingerprint_keys (print_row);
    CREATE TABLE sound_matches (
      a_row INTEGER NOT NULL REFERENCES fingerprints (row) ON DELETE CASCADE,
      b_row INTEGER NOT NULL REFERENCES fingerprints (row) ON DELETE CASCADE,
      error REAL NOT NULL,
      offset_seconds REAL NOT NULL,
      overlap_seconds REAL NOT NULL,
      PRIMARY KEY (a_row, b_row),
      CHECK (a_row < b_row)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sound_matches_by_b ON sound_matches (b_row);

    CREATE TABLE tag_writes (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL,
      at INTEGER NOT NULL,
      before_json TEXT NOT NULL,
      after_json TEXT NOT NULL,
      undone_at INTEGER
    ) STRICT;
    CREATE INDEX tag_writes_by_path ON tag_writes (path, id);
  `,
}
