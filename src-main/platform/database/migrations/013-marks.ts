import type { Migration } from './migration.ts'

/**
 * What the musician thinks of a song: stars, dislike, mood and tags. `tags_json` (an array of names) is the truth; `track_tags` mirrors it, one
 * row a tag, so that songs are found and counted by tag. The full-text index learns the tags and the mood.
 */
export const marks: Migration = {
  version: 13,
  name: 'marks',
  sql: `
    ALTER TABLE tracks ADD COLUMN rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5);
    ALTER TABLE tracks ADD COLUMN is_disliked INTEGER NOT NULL DEFAULT 0 CHECK (is_disliked IN (0, 1));
    ALTER TABLE tracks ADD COLUMN mood TEXT;
    ALTER TABLE tracks ADD COLUMN tags_json TEXT NOT NULL DEFAULT '[]';

    CREATE TABLE track_tags (
      name TEXT NOT NULL COLLATE NOCASE,
      track_row INTEGER NOT NULL REFERENCES tracks (row) ON DELETE CASCADE,
      PRIMARY KEY (name, track_row)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX track_tags_by_track ON track_tags (track_row);
    CREATE TRIGGER tracks_tags_added AFTER INSERT ON tracks WHEN new.tags_json <> '[]' BEGIN
      INSERT OR IGNORE INTO track_tags (name, track_row) SELECT value, new.row FROM json_each(new.tags_json);
    END;
    CREATE TRIGGER tracks_tags_changed AFTER UPDATE OF tags_json ON tracks WHEN new.tags_json IS NOT old.tags_json BEGIN
      DELETE FROM track_tags WHERE track_row = new.row;
      INSERT OR IGNORE INTO track_tags (name, track_row) SELECT value, new.row FROM json_each(new.tags_json);
    END;

    DROP TRIGGER tracks_search_added;
    DROP TRIGGER tracks_search_removed;
    DROP TRIGGER tracks_search_changed;
    DROP TABLE track_search;
    UPDATE tracks SET mood = (SELECT json_extract(facts_json, '$.plan.mood.words[0]') FROM takes WHERE takes.id = tracks.current_take_id AND json_valid(facts_json));
    CREATE VIRTUAL TABLE track_search USING fts5 (
      title, prompt, style, artist, source_name, mood, tags_json,
      content = 'tracks', content_rowid = 'row',
      tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
    );
    INSERT INTO track_search (track_search) VALUES ('rebuild');
    CREATE TRIGGER tracks_search_added AFTER INSERT ON tracks BEGIN
      INSERT INTO track_search (rowid, title, prompt, style, artist, source_name, mood, tags_json)
      VALUES (new.row, new.title, new.prompt, new.style, new.artist, new.source_name, new.mood, new.tags_json);
    END;
    CREATE TRIGGER tracks_search_removed AFTER DELETE ON tracks BEGIN
      INSERT INTO track_search (track_search, rowid, title, prompt, style, artist, source_name, mood, tags_json)
      VALUES ('delete', old.row, old.title, old.prompt, old.style, old.artist, old.source_name, old.mood, old.tags_json);
    END;
    CREATE TRIGGER tracks_search_changed AFTER UPDATE OF title, prompt, style, artist, source_name, mood, tags_json ON tracks BEGIN
      INSERT INTO track_search (track_search, rowid, title, prompt, style, artist, source_name, mood, tags_json)
      VALUES ('delete', old.row, old.title, old.prompt, old.style, old.artist, old.source_name, old.mood, old.tags_json);
      INSERT INTO track_search (rowid, title, prompt, style, artist, source_name, mood, tags_json)
      VALUES (new.row, new.title, new.prompt, new.style, new.artist, new.source_name, new.mood, new.tags_json);
    END;
  `,
}
