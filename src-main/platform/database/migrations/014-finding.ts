import type { Migration } from './migration.ts'

const STUDIO_NAME = `ifnull(studio, CASE origin WHEN 'generated' THEN 'open' ELSE '' END)`
const KEY_NAME = `CASE WHEN json_valid(key_json) THEN ifnull(json_extract(key_json, '$.tonic') || ' ' || json_extract(key_json, '$.mode'), '') ELSE '' END`
const LOUDNESS_LUFS = `ifnull(CASE WHEN json_valid(loudness_json) THEN json_extract(loudness_json, '$.integratedLufs') END, -1000.0)`

/**
 * For finding songs by what they are: an index for each order that a list can have, one
 * index that holds everything a filter asks for, the number of a song's last change (so that counts in memory follow), saved searches, and
 * covers of albums.
 */
export const finding: Migration = {
  version: 14,
  name: 'finding',
  sql: `
    CREATE INDEX tracks_by_artist ON tracks (lower(ifnull(artist, ''))) WHERE trashed_at IS NULL;
    CREATE INDEX tracks_by_key ON tracks (${KEY_NAME}) WHERE trashed_at IS NULL;
    DROP INDEX tracks_by_studio;
    CREATE INDEX tracks_by_studio ON tracks (${STUDIO_NAME}) WHERE trashed_at IS NULL;
    CREATE INDEX tracks_by_engine ON tracks (engine) WHERE trashed_at IS NULL;
    CREATE INDEX tracks_by_rating ON tracks (rating) WHERE trashed_at IS NULL;
    CREATE INDEX tracks_by_mood ON tracks (ifnull(mood, '')) WHERE trashed_at IS NULL;
    CREATE INDEX tracks_by_loudness ON tracks (${LOUDNESS_LUFS}) WHERE trashed_at IS NULL;
    CREATE INDEX tracks_by_licence ON tracks (licence) WHERE trashed_at IS NULL;
    CREATE INDEX tracks_disliked ON tracks (created_at) WHERE trashed_at IS NULL AND is_disliked = 1;
    CREATE INDEX tracks_facets ON tracks (
      is_favourite, is_disliked, rating, origin, ${STUDIO_NAME}, engine, ${KEY_NAME}, tempo_bpm, mood, licence, created_at, trashed_at
    );

    CREATE TABLE track_versions (track_row INTEGER PRIMARY KEY, version INTEGER NOT NULL) STRICT;
    CREATE INDEX track_versions_by_version ON track_versions (version);
    CREATE TRIGGER tracks_version_added AFTER INSERT ON tracks BEGIN
      INSERT OR REPLACE INTO track_versions VALUES (new.row, (SELECT ifnull(max(version), 0) + 1 FROM track_versions));
    END;
    CREATE TRIGGER tracks_version_removed AFTER DELETE ON tracks BEGIN
      INSERT OR REPLACE INTO track_versions VALUES (old.row, (SELECT ifnull(max(version), 0) + 1 FROM track_versions));
    END;
    CREATE TRIGGER tracks_version_changed
      AFTER UPDATE OF trashed_at, is_favourite, is_disliked, rating, origin, studio, engine, key_json, tempo_bpm, mood, licence, created_at, tags_json ON tracks
    BEGIN
      INSERT OR REPLACE INTO track_versions VALUES (new.row, (SELECT ifnull(max(version), 0) + 1 FROM track_versions));
    END;

    CREATE TABLE saved_searches (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      query_json TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      removed_at INTEGER
    ) STRICT, WITHOUT ROWID;

    ALTER TABLE albums ADD COLUMN cover_json TEXT;
  `,
}
