import type { Migration } from './migration.ts'

/**
 * What an imported file says of itself, kept with its song: album, year, ISRC, tempo, comment and cover (its words go into the document). Lists are
 * sorted by album and year; the full-text index learns album and comment. `track_files` remembers where the file lies, for those who ask to read
 * its tags anew or to write them.
 */
export const fileFacts: Migration = {
  version: 20,
  name: 'file-facts',
  sql: `
    ALTER TABLE tracks ADD COLUMN album TEXT;
    ALTER TABLE tracks ADD COLUMN year INTEGER;
    ALTER TABLE tracks ADD COLUMN isrc TEXT;
    ALTER TABLE tracks ADD COLUMN file_bpm REAL;
    ALTER TABLE tracks ADD COLUMN file_comment TEXT;
    ALTER TABLE tracks ADD COLUMN cover_sha256 TEXT;
    CREATE INDEX tracks_by_album ON tracks (lower(ifnull(album, ''))) WHERE trashed_at IS NULL;
    CREATE INDEX tracks_by_year ON tracks (ifnull(year, 0)) WHERE trashed_at IS NULL;

    CREATE TABLE track_files (
      track_id TEXT PRIMARY KEY REFERENCES tracks (id) ON DELETE CASCADE,
      path TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    DROP TRIGGER tracks_search_added;
    DROP TRIGGER tracks_search_removed;
    DROP TRIGGER tracks_search_changed;
    DROP TABLE track_search;
    CREATE VIRTUAL TABLE track_search USING fts5 (
      title, prompt, style, artist, source_name, mood, tags_json, album, file_comment,
      content = 'tracks', content_rowid = 'row',
      tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
    );
    INSERT INTO track_search (track_search) VALUES ('rebuild');
    CREATE TRIGGER tracks_search_added AFTER INSERT ON tracks BEGIN
      INSERT INTO track_search (rowid, title, prompt, style, artist, source_name, mood, tags_json, album, file_comment)
      VALUES (new.row, new.title, new.prompt, new.style, new.artist, new.source_name, new.mood, new.tags_json, new.album, new.file_comment);
    END;
    CREATE TRIGGER tracks_search_removed AFTER DELETE ON tracks BEGIN
      INSERT INTO track_search (track_search, rowid, title, prompt, style, artist, source_name, mood, tags_json, album, file_comment)
      VALUES ('delete', old.row, old.title, old.prompt, old.style, old.artist, old.source_name, old.mood, old.tags_json, old.album, old.file_comment);
    END;
    CREATE TRIGGER tracks_search_changed
      AFTER UPDATE OF title, prompt, style, artist, source_name, mood, tags_json, album, file_comment ON tracks
    BEGIN
      INSERT INTO track_search (track_search, rowid, title, prompt, style, artist, source_name, mood, tags_json, album, file_comment)
      VALUES ('delete', old.row, old.title, old.prompt, old.style, old.artist, old.source_name, old.mood, old.tags_json, old.album, old.file_comment);
      INSERT INTO track_search (rowid, title, prompt, style, artist, source_name, mood, tags_json, album, file_comment)
      VALUES (new.row, new.title, new.prompt, new.style, new.artist, new.source_name, new.mood, new.tags_json, new.album, new.file_comment);
    END;
  `,
}
