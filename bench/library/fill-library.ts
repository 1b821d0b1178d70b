import Sqlite from 'better-sqlite3'

const WORDS = ['rain', 'night', 'piano', 'drift', 'neon', 'coffee', 'harbour', 'velvet', 'static', 'bloom', 'ember', 'tide', 'glass', 'north']
const STUDIOS = [null, null, null, 'chiptune', 'cypher', 'ironclad', 'blue-note', 'virtuoso']
const ENGINES = ['score', 'score', 'score', 'musicgen', 'vampnet', 'import']
const MOODS = [null, 'calm', 'dark', 'bright', 'tense', 'dreamy', 'wistful', 'hopeful', 'restless']
const TONICS = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B']
const TAGS = ['demo', 'live', 'client', 'final', 'sketch', 'loop', 'favourite mix', 'to do']
const LICENCES = ['MIT', 'MIT', 'MIT', 'CC-BY-NC 4.0', 'whatever rights you have to the file']
const YEAR_MILLISECONDS = 365 * 86_400_000

/** Songs straight into the library's file, without sound: every column that lists sort and facets count is varied, the same for the same count. */
export const fillLibrary = (path: string, count: number, now: number): void => {
  const sqlite = new Sqlite(path)
  sqlite.pragma('foreign_keys = off')
  sqlite.pragma('synchronous = off')
  sqlite.pragma('cache_size = -400000')
  let seed = 1
  const dice = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
  const pick = <T>(values: readonly T[]): T => values[Math.floor(dice() * values.length)] as T
  const track = sqlite.prepare(
    `INSERT INTO tracks (id, title, title_key, origin, engine, engine_version, prompt, seed, style, studio, artist, licence, is_favourite, is_disliked, rating, mood, tags_json,
       created_at, updated_at, current_take_id, audio_sha256, seconds, sample_rate_hz, channel_count, tempo_bpm, key_json, time_signature_json, loudness_json)
     VALUES (@id, @title, @title, @origin, @engine, '1', @prompt, @n, @style, @studio, @artist, @licence, @favourite, @disliked, @rating, @mood, @tags,
       @at, @at, @take, @sha, @seconds, 44100, 2, @tempo, @key, '{"beats":4,"unit":4}', @loudness)`,
  )
  const take = sqlite.prepare(
    `INSERT INTO takes (id, track_id, kind, group_id, number, audio_sha256, sample_rate_hz, channel_count, length_frames, first_bar_frame, prompt, engine, strategy,
       reason, created_at, facts_json) VALUES (@take, @id, 'original', 'g', 1, @sha, 44100, 2, 441000, 0, '', 'score', 'compose', '', @n, '{"sections":[]}')`,
  )
  const file = sqlite.prepare('INSERT INTO audio_files VALUES (@sha, 1000000, 441000, 44100, 2, 0)')
  const project = sqlite.prepare(
    `INSERT INTO projects (track_id, revision, document_json, history_position)
     VALUES (@id, 0, '{"schemaVersion":1,"trackId":"' || @id || '","currentTakeId":"' || @take || '","regions":{},"discardedTakeIds":{}}', -1)`,
  )
  sqlite.transaction(() => {
    for (let n = 0; n < count; n++) {
      const id = n.toString(36).padStart(10, '0')
      const engine = pick(ENGINES)
      const values = {
        id: `trk_${id}`,
        take: `tak_${id}`,
        sha: n.toString(16).padStart(64, '0'),
        title: `${pick(WORDS)} ${pick(WORDS)} ${n}`,
        origin: engine === 'import' ? 'imported' : 'generated',
        engine,
        prompt: `${pick(WORDS)} and ${pick(WORDS)} with ${pick(WORDS)} at ${60 + (n % 120)} bpm, soft and slow`,
        style: pick(['lofi', 'house', 'ambient', 'chip', 'acoustic-pop']),
        studio: pick(STUDIOS),
        artist: engine === 'import' ? pick(['Ada Lark', 'Bo Winter', 'Cleo', 'The Harbour Four']) : null,
        licence: pick(LICENCES),
        favourite: Number(dice() < 0.04),
        disliked: Number(dice() < 0.02),
        rating: dice() < 0.6 ? 0 : 1 + Math.floor(dice() * 5),
        mood: pick(MOODS),
        tags: dice() < 0.8 ? '[]' : JSON.stringify([...new Set([pick(TAGS), pick(TAGS)])]),
        at: now - Math.floor(dice() * 2 * YEAR_MILLISECONDS),
        seconds: 30 + Math.floor(dice() * 300),
        tempo: 60 + Math.floor(dice() * 120),
        key: JSON.stringify({ tonic: pick(TONICS), mode: pick(['major', 'minor']) }),
        loudness: JSON.stringify({ integratedLufs: Number((-9 - dice() * 14).toFixed(2)), truePeakDbtp: -1 }),
        n,
      }
      file.run(values)
      track.run(values)
      take.run(values)
      project.run(values)
    }
  })()
  sqlite.pragma('wal_checkpoint(truncate)')
  sqlite.close()
}
