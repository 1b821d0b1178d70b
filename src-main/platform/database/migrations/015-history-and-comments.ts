import type { Migration } from './migration.ts'

/**
 * What was done to the library, step by step, as data that can be walked in both directions; and comments on songs.
 * `library_changes` says for each song, album or comment what it was and what it became (JSON of the columns concerned, NULL: not there).
 * `applied` counts how many changes of a step are in the library now, `target` how many shall be (0: undone); they differ only while `owner`
 * walks, or after it died.
 */
export const historyAndComments: Migration = {
  version: 15,
  name: 'history-and-comments',
  sql: `
    CREATE TABLE library_steps (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      label TEXT NOT NULL,
      actor TEXT NOT NULL CHECK (actor IN ('person', 'agent', 'pipeline')),
      at INTEGER NOT NULL,
      fields_json TEXT NOT NULL,
      total INTEGER NOT NULL,
      applied INTEGER NOT NULL,
      target INTEGER NOT NULL,
      owner TEXT
    ) STRICT;
    CREATE INDEX library_steps_unfinished ON library_steps (owner) WHERE owner IS NOT NULL;
    CREATE INDEX library_steps_by_time ON library_steps (at);
    CREATE TABLE library_changes (
      step INTEGER NOT NULL REFERENCES library_steps (id) ON DELETE CASCADE,
      n INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('song', 'album', 'comment')),
      subject_id TEXT NOT NULL,
      track_id TEXT,
      before_json TEXT,
      after_json TEXT,
      PRIMARY KEY (step, n)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX library_changes_of_track ON library_changes (track_id, step) WHERE track_id IS NOT NULL;
    CREATE INDEX history_by_time ON history (at);

    CREATE TABLE comments (
      row INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      track_id TEXT NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
      start_seconds REAL NOT NULL CHECK (start_seconds >= 0),
      end_seconds REAL CHECK (end_seconds > start_seconds),
      body TEXT NOT NULL,
      author TEXT NOT NULL CHECK (author IN ('person', 'agent', 'pipeline')),
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      resolved_at INTEGER,
      job_id TEXT,
      group_id TEXT
    ) STRICT;
    CREATE INDEX comments_of_track ON comments (track_id, start_seconds);
    CREATE INDEX comments_by_group ON comments (group_id) WHERE group_id IS NOT NULL;
    CREATE VIRTUAL TABLE comment_search USING fts5 (
      body, content = 'comments', content_rowid = 'row',
      tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
    );
    CREATE TRIGGER comments_search_added AFTER INSERT ON comments BEGIN
      INSERT INTO comment_search (rowid, body) VALUES (new.row, new.body);
    END;
    CREATE TRIGGER comments_search_removed AFTER DELETE ON comments BEGIN
      INSERT INTO comment_search (comment_search, rowid, body) VALUES ('delete', old.row, old.body);
    END;
    CREATE TRIGGER comments_search_changed AFTER UPDATE OF body ON comments BEGIN
      INSERT INTO comment_search (comment_search, rowid, body) VALUES ('delete', old.row, old.body);
      INSERT INTO comment_search (rowid, body) VALUES (new.row, new.body);
    END;
  `,
}
