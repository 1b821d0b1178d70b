import type { Migration } from './migration.ts'

/** Songs, takes, projects with history, scores, audio files, albums, jobs, settings, and the full-text index over songs. */
export const foundation: Migration = {
  version: 1,
  name: 'foundation',
  sql: `
    CREATE TABLE audio_files (
      sha256 TEXT PRIMARY KEY,
      bytes INTEGER NOT NULL,
      length_frames INTEGER NOT NULL,
      sample_rate_hz INTEGER NOT NULL,
      channel_count INTEGER NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE scores (
      sha256 TEXT PRIMARY KEY,
      body BLOB NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE tracks (
      row INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      title TEXT NOT NULL,
      title_key TEXT NOT NULL,
      origin TEXT NOT NULL CHECK (origin IN ('generated', 'imported')),
      engine TEXT NOT NULL,
      engine_version TEXT NOT NULL,
      prompt TEXT NOT NULL,
      seed INTEGER,
      style TEXT,
      artist TEXT,
      source_name TEXT,
      licence TEXT NOT NULL,
      is_favourite INTEGER NOT NULL DEFAULT 0 CHECK (is_favourite IN (0, 1)),
      trashed_at INTEGER,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      current_take_id TEXT NOT NULL REFERENCES takes (id) DEFERRABLE INITIALLY DEFERRED,
      audio_sha256 TEXT NOT NULL REFERENCES audio_files (sha256),
      seconds REAL NOT NULL,
      sample_rate_hz INTEGER NOT NULL,
      channel_count INTEGER NOT NULL,
      tempo_bpm REAL,
      key_json TEXT,
      time_signature_json TEXT,
      loudness_json TEXT
    ) STRICT;
    -- one index a sort order, over what the library shows; ties are broken by row, which every index carries
    CREATE INDEX tracks_by_created ON tracks (created_at) WHERE trashed_at IS NULL;
    CREATE INDEX tracks_by_updated ON tracks (updated_at) WHERE trashed_at IS NULL;
    CREATE INDEX tracks_by_title ON tracks (title_key) WHERE trashed_at IS NULL;
    CREATE INDEX tracks_by_seconds ON tracks (seconds) WHERE trashed_at IS NULL;
    CREATE INDEX tracks_by_tempo ON tracks (ifnull(tempo_bpm, 0)) WHERE trashed_at IS NULL;
    CREATE INDEX tracks_by_style ON tracks (ifnull(style, '')) WHERE trashed_at IS NULL;
    CREATE INDEX tracks_favourite ON tracks (created_at) WHERE trashed_at IS NULL AND is_favourite = 1;
    CREATE INDEX tracks_trashed ON tracks (trashed_at) WHERE trashed_at IS NOT NULL;
    CREATE INDEX tracks_changed ON tracks (updated_at);
    CREATE INDEX tracks_by_take ON tracks (current_take_id);
    CREATE INDEX tracks_by_audio ON tracks (audio_sha256);

    CREATE TABLE takes (
      id TEXT PRIMARY KEY,
      track_id TEXT NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
      parent_take_id TEXT REFERENCES takes (id) ON DELETE SET NULL,
      kind TEXT NOT NULL CHECK (kind IN ('original', 'imported', 'regenerate', 'extend')),
      group_id TEXT NOT NULL,
      number INTEGER NOT NULL,
      audio_sha256 TEXT NOT NULL REFERENCES audio_files (sha256),
      sample_rate_hz INTEGER NOT NULL,
      channel_count INTEGER NOT NULL,
      length_frames INTEGER NOT NULL,
      score_sha256 TEXT REFERENCES scores (sha256),
      first_bar_frame INTEGER NOT NULL,
      prompt TEXT NOT NULL,
      seed INTEGER,
      engine TEXT NOT NULL,
      strategy TEXT NOT NULL,
      reason TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      publish_key TEXT UNIQUE,
      facts_json TEXT NOT NULL
    ) STRICT;
    CREATE INDEX takes_of_track ON takes (track_id, created_at);
    CREATE INDEX takes_by_parent ON takes (parent_take_id);
    CREATE INDEX takes_by_audio ON takes (audio_sha256);
    CREATE INDEX takes_by_score ON takes (score_sha256);

    CREATE TABLE projects (
      track_id TEXT PRIMARY KEY REFERENCES tracks (id) ON DELETE CASCADE,
      revision INTEGER NOT NULL,
      document_json TEXT NOT NULL,
      history_position INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE history (
      track_id TEXT NOT NULL REFERENCES projects (track_id) ON DELETE CASCADE,
      idx INTEGER NOT NULL,
      label TEXT NOT NULL,
      actor TEXT NOT NULL CHECK (actor IN ('person', 'agent', 'pipeline')),
      at INTEGER NOT NULL,
      forward_json TEXT NOT NULL,
      backward_json TEXT NOT NULL,
      PRIMARY KEY (track_id, idx)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE albums (
      id TEXT PRIMARY KEY,
      title TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE album_tracks (
      album_id TEXT NOT NULL REFERENCES albums (id) ON DELETE CASCADE,
      track_id TEXT NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      PRIMARY KEY (album_id, track_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX album_tracks_by_track ON album_tracks (track_id);

    CREATE TABLE jobs (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      title TEXT NOT NULL,
      lane TEXT NOT NULL CHECK (lane IN ('gpu', 'cpu', 'io')),
      priority INTEGER NOT NULL,
      position REAL NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled', 'interrupted')),
      fraction REAL NOT NULL,
      stage TEXT NOT NULL,
      eta_seconds REAL,
      attempt INTEGER NOT NULL,
      crashes INTEGER NOT NULL,
      payload_json TEXT NOT NULL,
      subject_id TEXT,
      group_id TEXT,
      error_code TEXT,
      error_message TEXT,
      created_at INTEGER NOT NULL,
      started_at INTEGER,
      finished_at INTEGER,
      updated_at INTEGER NOT NULL,
      owner TEXT,
      reserved_for TEXT,
      wish TEXT CHECK (wish IN ('cancel', 'pause'))
    ) STRICT;
    CREATE INDEX jobs_waiting ON jobs (lane, priority DESC, position) WHERE state = 'queued';
    CREATE INDEX jobs_by_state ON jobs (state, finished_at);
    CREATE INDEX jobs_changed ON jobs (updated_at);

    CREATE TABLE processes (
      token TEXT PRIMARY KEY,
      pid INTEGER NOT NULL,
      started TEXT NOT NULL,
      heartbeat_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE settings (
      name TEXT PRIMARY KEY,
      value_json TEXT NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE VIRTUAL TABLE track_search USING fts5 (
      title, prompt, style, artist, source_name,
      content = 'tracks', content_rowid = 'row',
      tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
    );
    CREATE TRIGGER tracks_search_added AFTER INSERT ON tracks BEGIN
      INSERT INTO track_search (rowid, title, prompt, style, artist, source_name)
      VALUES (new.row, new.title, new.prompt, new.style, new.artist, new.source_name);
    END;
    CREATE TRIGGER tracks_search_removed AFTER DELETE ON tracks BEGIN
      INSERT INTO track_search (track_search, rowid, title, prompt, style, artist, source_name)
      VALUES ('delete', old.row, old.title, old.prompt, old.style, old.artist, old.source_name);
    END;
    CREATE TRIGGER tracks_search_changed AFTER UPDATE OF title, prompt, style, artist, source_name ON tracks BEGIN
      INSERT INTO track_search (track_search, rowid, title, prompt, style, artist, source_name)
      VALUES ('delete', old.row, old.title, old.prompt, old.style, old.artist, old.source_name);
      INSERT INTO track_search (rowid, title, prompt, style, artist, source_name)
      VALUES (new.row, new.title, new.prompt, new.style, new.artist, new.source_name);
    END;
  `,
}
