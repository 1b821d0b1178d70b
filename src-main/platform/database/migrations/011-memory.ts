import type { Migration } from './migration.ts'

/**
 * What is remembered of each song for searches: the words about it (with a full-text index that knows word stems), its musical facts, and the
 * vector of the words' meaning where a model was there. Derived: everything can be made again. `seen` is what the song's columns were.
 */
export const memory: Migration = {
  version: 11,
  name: 'memory',
  sql: `
    CREATE TABLE memories (
      row INTEGER PRIMARY KEY,
      track_id TEXT NOT NULL UNIQUE REFERENCES tracks (id) ON DELETE CASCADE,
      seen TEXT NOT NULL,
      content_sha256 TEXT NOT NULL,
      words TEXT NOT NULL,
      facts_json TEXT NOT NULL,
      model TEXT,
      vector BLOB,
      made_at INTEGER NOT NULL,
      CHECK ((model IS NULL) = (vector IS NULL))
    ) STRICT;
    CREATE INDEX memories_by_model ON memories (model);

    CREATE VIRTUAL TABLE memory_search USING fts5 (
      words, content = 'memories', content_rowid = 'row', tokenize = 'porter unicode61 remove_diacritics 2'
    );
    CREATE TRIGGER memories_added AFTER INSERT ON memories BEGIN
      INSERT INTO memory_search (rowid, words) VALUES (new.row, new.words);
    END;
    CREATE TRIGGER memories_removed AFTER DELETE ON memories BEGIN
      INSERT INTO memory_search (memory_search, rowid, words) VALUES ('delete', old.row, old.words);
    END;
    CREATE TRIGGER memories_changed AFTER UPDATE OF words ON memories BEGIN
      INSERT INTO memory_search (memory_search, rowid, words) VALUES ('delete', old.row, old.words);
      INSERT INTO memory_search (rowid, words) VALUES (new.row, new.words);
    END;
  `,
}
