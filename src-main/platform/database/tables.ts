import type { Generated, Insertable, Selectable } from 'kysely'
import type { JobLane, JobState } from '../../../src-shared/jobs/contract.ts'
import type { AlbumId, CommentId, JobId, SearchId, Sha256, StemSetId, TakeId, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import type { TranscriptionId } from '../../../src-shared/transcription/contract.ts'

/** The rows of `studio.sqlite`. Times are milliseconds since 1970 UTC, booleans 0 or 1, `*_json` columns are parsed with zod when read. */
export type Tables = {
  tracks: TrackTable
  track_tags: TrackTagTable
  track_versions: TrackVersionTable
  saved_searches: SavedSearchTable
  takes: TakeTable
  stem_sets: StemSetTable
  stems: StemTable
  projects: ProjectTable
  history: HistoryTable
  library_steps: LibraryStepTable
  library_changes: LibraryChangeTable
  comments: CommentTable
  scores: ScoreTable
  audio_files: AudioFileTable
  albums: AlbumTable
  album_tracks: AlbumTrackTable
  jobs: JobTable
  processes: ProcessTable
  settings: SettingTable
  hearings: HearingTable
  transcriptions: TranscriptionTable
  sound_vectors: SoundVectorTable
  language_answers: LanguageAnswerTable
  memories: MemoryTable
  influences: InfluenceTable
  watched_folders: WatchedFolderTable
  watched_files: WatchedFileTable
  fingerprints: FingerprintTable
  fingerprint_keys: FingerprintKeyTable
  sound_matches: SoundMatchTable
  tag_writes: TagWriteTable
  track_files: TrackFileTable
}

export type TrackTable = {
  /** stable rowid: the full-text index points at it, and it breaks ties in keyset paging */
  row: Generated<number>
  id: TrackId
  title: string
  /** lower case, without accents: what sorting by title compares */
  title_key: string
  origin: 'generated' | 'imported'
  engine: string
  engine_version: string
  prompt: string
  seed: number | null
  style: string | null
  studio: string | null
  artist: string | null
  source_name: string | null
  licence: string
  is_favourite: number
  /** 0 none, 1 to 5 stars */
  rating: Generated<number>
  is_disliked: Generated<number>
  mood: Generated<string | null>
  /** an array of names; mirrored in `track_tags` */
  tags_json: Generated<string>
  // what the imported file says of itself
  album: Generated<string | null>
  year: Generated<number | null>
  isrc: Generated<string | null>
  file_bpm: Generated<number | null>
  file_comment: Generated<string | null>
  cover_sha256: Generated<Sha256 | null>
  album_artist: Generated<string | null>
  disc_number: Generated<number | null>
  track_number: Generated<number | null>
  trashed_at: number | null
  created_at: number
  updated_at: number
  // of the current take
  current_take_id: TakeId
  audio_sha256: Sha256
  seconds: number
  sample_rate_hz: number
  channel_count: number
  tempo_bpm: number | null
  key_json: string | null
  time_signature_json: string | null
  loudness_json: string | null
}
export type TrackRow = Selectable<TrackTable>
export type NewTrackRow = Insertable<TrackTable>

/** Grows with each change of what filters ask for; a version without its song is of one that was deleted. */
export type TrackVersionTable = { track_row: number; version: number }

export type SavedSearchRow = Selectable<SavedSearchTable>
export type SavedSearchTable = { id: SearchId; name: string; query_json: string; created_at: number }

export type TrackTagTable = { name: string; track_row: number }

export type TakeTable = {
  id: TakeId
  track_id: TrackId
  parent_take_id: TakeId | null
  kind: Take['kind']
  group_id: string
  number: number
  audio_sha256: Sha256
  sample_rate_hz: number
  channel_count: number
  length_frames: number
  score_sha256: Sha256 | null
  first_bar_frame: number
  prompt: string
  seed: number | null
  engine: string
  strategy: string
  reason: string
  created_at: number
  /** unique; what made it ("job_…" or "job_…:3"), so that a job run again after a crash does not publish twice */
  publish_key: string | null
  /** plan, tempoMap, timeSignature, sections, region, controls, proof, loudness */
  facts_json: string
}
export type TakeRow = Selectable<TakeTable>

/** Sound that a take was taken apart into, once. */
export type StemSetTable = {
  id: StemSetId
  track_id: TrackId
  take_id: TakeId
  /** a separator heard them out of the sound, or the engine played the score's instruments one by one */
  method: 'model' | 'score'
  /** model or engine, and what a musician calls it */
  maker_id: string
  maker_name: string
  /** unique; hash of the take's sound, the maker's own bytes and what was asked for */
  request_key: string
  /** of the take; null: the whole song */
  start_frame: number | null
  end_frame: number | null
  shifts: number
  residual_db: number
  /** what the model left over and was shared among the stems; null: nothing was shared */
  shared_residual_db: number | null
  /** what all stems are turned up by to be as loud as in the song */
  base_gain_db: number
  /** the set whose place under the song, and mix, this one has for a later take; null: a place of its own */
  follows: StemSetId | null
  /** what the engine's own level was multiplied by; null: by a model, or made before this was kept */
  played_gain: number | null
  created_at: number
}
export type StemSetRow = Selectable<StemSetTable>

export type StemTable = { set_id: StemSetId; position: number; name: string; role: 'stem' | 'rest' | 'outside'; audio_sha256: Sha256 }
export type StemRow = Selectable<StemTable>

export type ProjectTable = {
  track_id: TrackId
  /** grows with every change, undo and redo included */
  revision: number
  document_json: string
  /** index of the newest history entry that is in the document; -1: none */
  history_position: number
}
export type ProjectRow = Selectable<ProjectTable>

export type HistoryTable = {
  track_id: TrackId
  idx: number
  label: string
  actor: 'person' | 'agent' | 'pipeline'
  at: number
  forward_json: string
  backward_json: string
}
export type HistoryRow = Selectable<HistoryTable>

/** One thing that was done to the library. `applied` of its `total` changes are in the library, `target` shall be (0: undone). */
export type LibraryStepTable = {
  id: Generated<number>
  label: string
  actor: 'person' | 'agent' | 'pipeline'
  at: number
  /** the columns of songs that it changes */
  fields_json: string
  total: number
  applied: number
  target: number
  /** token of the process that walks it */
  owner: string | null
}
export type LibraryStepRow = Selectable<LibraryStepTable>

/** What one song, album or comment was and became; null: it was, or is, not there. */
export type LibraryChangeTable = {
  step: number
  n: number
  kind: 'song' | 'album' | 'comment' | 'search'
  subject_id: string
  track_id: TrackId | null
  before_json: string | null
  after_json: string | null
}
export type LibraryChangeRow = Selectable<LibraryChangeTable>

export type CommentTable = {
  row: Generated<number>
  id: CommentId
  track_id: TrackId
  start_seconds: number
  /** null: a moment */
  end_seconds: number | null
  body: string
  author: 'person' | 'agent' | 'pipeline'
  created_at: number
  updated_at: number
  resolved_at: number | null
  /** of the task that it became */
  job_id: JobId | null
  /** of the takes that the task makes */
  group_id: string | null
}
export type CommentRow = Selectable<CommentTable>

/** `body` is the score's JSON, deflated; `sha256` is of the JSON. */
export type ScoreTable = { sha256: Sha256; body: Uint8Array; created_at: number }

export type AudioFileTable = {
  sha256: Sha256
  bytes: number
  length_frames: number
  sample_rate_hz: number
  channel_count: number
  created_at: number
}
export type AudioFileRow = Selectable<AudioFileTable>

/** `cover_json`: null where the cover is drawn from the songs */
export type AlbumTable = {
  id: AlbumId
  title: string
  created_at: number
  cover_json: Generated<string | null>
  /** of which album tag it was made; null: by hand */
  tag_key: Generated<string | null>
}
export type AlbumTrackTable = { album_id: AlbumId; track_id: TrackId; position: number }

export type JobTable = {
  id: JobId
  kind: string
  title: string
  lane: JobLane
  priority: number
  position: number
  state: JobState
  fraction: number
  stage: string
  eta_seconds: number | null
  attempt: number
  /** times a process died while it ran, since it was last (re)started by hand */
  crashes: number
  payload_json: string
  subject_id: string | null
  group_id: string | null
  error_code: string | null
  error_message: string | null
  created_at: number
  started_at: number | null
  finished_at: number | null
  updated_at: number
  /** token of the process that holds the run */
  owner: string | null
  /** token of the one process that may claim it (a command line); null: any */
  reserved_for: string | null
  /** what another process asks of the owner */
  wish: 'cancel' | 'pause' | null
}
export type JobRow = Selectable<JobTable>

export type ProcessTable = {
  token: string
  pid: number
  /** tells this process from a later one with the same pid; empty where the system does not say */
  started: string
  heartbeat_at: number
}
export type ProcessRow = Selectable<ProcessTable>

export type SettingTable = { name: string; value_json: string; updated_at: number }

/** One of the two JSON columns is null: what was heard, or why it could not be. */
export type HearingTable = { audio_sha256: Sha256; version: number; heard_at: number; hearing_json: string | null; failure_json: string | null }

export type TranscriptionTable = {
  id: TranscriptionId
  track_id: TrackId
  audio_sha256: Sha256
  name: string
  start_seconds: number
  end_seconds: number
  program: number
  settings_json: string
  notes_json: string
  note_count: number
  model_fingerprint: string
  created_at: number
  /** null: it is there */
  removed_at: number | null
  publish_key: string | null
}
export type TranscriptionRow = Selectable<TranscriptionTable>
/** Vectors of 32-bit floats, little-endian; `segments` holds one of `size` numbers for each segment. Null where the file could not be read. */
export type SoundVectorTable = {
  audio_sha256: Sha256
  model: string
  size: number
  whole: Uint8Array | null
  segments: Uint8Array | null
  failure_json: string | null
  made_at: number
}

/** What is known of a song for searches. `vector`: 32-bit floats of length 1, little-endian; null where no model was there. `seen`: see the repository. */
export type MemoryTable = {
  row: Generated<number>
  track_id: TrackId
  seen: string
  content_sha256: string
  words: string
  facts_json: string
  model: string | null
  vector: Uint8Array | null
  made_at: number
}

export type InfluenceTable = { track_id: TrackId; position: number; influence_id: TrackId; title: string; why: string }

export type LanguageAnswerTable = { row: Generated<number>; at: number; dollars: number; trail_json: string }

/** `device`: of the file system, as `stat` says it; null: not known */
export type WatchedFolderRow = Selectable<WatchedFolderTable>
export type WatchedFolderTable = { path: string; added_at: number; scanned_at: number | null; device: number | null; state: 'there' | 'missing' }
/** `changed_at`: milliseconds with fractions, as `stat` says it */
export type WatchedFileTable = {
  folder: string
  path: string
  bytes: number
  changed_at: number
  inode: number
  state: 'waiting' | 'imported' | 'failed' | 'gone'
  track_id: TrackId | null
  message: string | null
}
export type WatchedFileRow = Selectable<WatchedFileTable>

/** `words`: 32-bit words, little-endian; null where the recording could not be read */
export type FingerprintTable = {
  row: Generated<number>
  audio_sha256: Sha256
  version: number
  made_at: number
  words: Uint8Array | null
  failure_json: string | null
}
export type FingerprintKeyTable = { key: number; print_row: number; frame: number }
export type SoundMatchTable = { a_row: number; b_row: number; error: number; offset_seconds: number; overlap_seconds: number }
/** Where the file lies that a song was imported from, as far as the studio knows. */
export type TrackFileTable = { track_id: TrackId; path: string }
export type TagWriteTable = { id: Generated<number>; path: string; at: number; before_json: string; after_json: string; undone_at: number | null }
