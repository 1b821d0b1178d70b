import { sql } from 'kysely'
import type { Failure } from '../../../src-shared/kernel/failure.ts'
import type { Sha256, TrackId } from '../../../src-shared/kernel/ids.ts'
import { FINGERPRINT_VERSION, FINGERPRINT_WORDS_A_SECOND } from '../../audio/index.ts'
import type { Queries, Tx } from '../../platform/database/index.ts'
import { compareFingerprints, keysOf } from './compare-fingerprints.ts'

export type SoundMatch = {
  readonly audioSha256: Sha256
  /** share of bits that differ, below 0.3 */
  readonly error: number
  readonly offsetSeconds: number
  readonly overlapSeconds: number
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array): Buffer => Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)
/** a copy: blobs need not lie where words may */
const wordsOf = (blob: Uint8Array): Uint32Array => new Uint32Array(Uint8Array.from(blob).buffer)

/** Recordings that share fewer looked-up words at one place are no candidates. */
const LEAST_VOTES = 2
const MOST_CANDIDATES = 24
/** Silence that one copy has and the other has not: copies differ by no more than this share of the longer, or by these seconds where they are a quarter of it at most. */
const SAME_LENGTH_SHARE = 0.03
const SAME_LENGTH_SECONDS = 3
const sameLength = (a: string, b: string) => sql<boolean>`(
  SELECT abs(x.seconds - y.seconds) <= max(${SAME_LENGTH_SHARE} * max(x.seconds, y.seconds), min(${SAME_LENGTH_SECONDS}, 0.25 * max(x.seconds, y.seconds)))
  FROM (SELECT 1.0 * length_frames / sample_rate_hz AS seconds FROM audio_files WHERE sha256 = ${sql.ref(a)}) AS x,
    (SELECT 1.0 * length_frames / sample_rate_hz AS seconds FROM audio_files WHERE sha256 = ${sql.ref(b)}) AS y)`
/** places of a few words' jitter are one place */
const PLACE = 4

const waiting = sql`
  FROM tracks WHERE trashed_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM fingerprints AS f WHERE f.audio_sha256 = tracks.audio_sha256 AND f.version = ${FINGERPRINT_VERSION})`

/** Words lie as little-endian 32-bit numbers. */
export const fingerprintRepository = (db: Queries) => ({
  async next(): Promise<{ readonly audioSha256: Sha256; readonly title: string } | undefined> {
    const { rows } = await sql<{ audioSha256: Sha256; title: string }>`
      SELECT audio_sha256 AS audioSha256, title ${waiting} ORDER BY created_at DESC, row DESC LIMIT 1`.execute(db)
    return rows[0]
  },
  async countWaiting(): Promise<number> {
    const { rows } = await sql<{ count: number }>`SELECT count(DISTINCT audio_sha256) AS count ${waiting}`.execute(db)
    return rows[0]?.count ?? 0
  },
  /** proven pairs of recordings of about the same length that songs outside the trash have: a part of a longer one is no double of it */
  async pairs() {
    const { rows } = await sql<{ a: Sha256; b: Sha256; error: number; offsetSeconds: number; overlapSeconds: number }>`
      SELECT a.audio_sha256 AS a, b.audio_sha256 AS b, m.error, m.offset_seconds AS offsetSeconds, m.overlap_seconds AS overlapSeconds
      FROM sound_matches AS m JOIN fingerprints AS a ON a.row = m.a_row JOIN fingerprints AS b ON b.row = m.b_row
      WHERE EXISTS (SELECT 1 FROM tracks WHERE audio_sha256 = a.audio_sha256 AND trashed_at IS NULL)
        AND EXISTS (SELECT 1 FROM tracks WHERE audio_sha256 = b.audio_sha256 AND trashed_at IS NULL)
        AND ${sameLength('a.audio_sha256', 'b.audio_sha256')}
      ORDER BY m.error`.execute(db)
    return rows
  },
  /** songs outside the trash that share one recording's bytes with another */
  async twins(): Promise<readonly Sha256[]> {
    const { rows } = await sql<{ audioSha256: Sha256 }>`
      SELECT audio_sha256 AS audioSha256 FROM tracks WHERE trashed_at IS NULL GROUP BY audio_sha256 HAVING count(*) > 1`.execute(db)
    return rows.map(({ audioSha256 }) => audioSha256)
  },
  async tracksWith(audio: readonly Sha256[]): Promise<readonly { readonly id: TrackId; readonly title: string; readonly audio_sha256: Sha256 }[]> {
    return db
      .selectFrom('tracks')
      .select(['id', 'title', 'audio_sha256'])
      .where('audio_sha256', 'in', sql<Sha256>`(SELECT value FROM json_each(${JSON.stringify(audio)}))`)
      .where('trashed_at', 'is', null)
      .orderBy('created_at')
      .orderBy('row')
      .execute()
  },
})

const candidates = async (tx: Tx, row: number): Promise<ReadonlyMap<number, readonly number[]>> => {
  const { rows } = await sql<{ other: number; place: number }>`
    SELECT theirs.print_row AS other, CAST(round((ours.frame - theirs.frame) / ${sql.lit(PLACE)}.0) AS INTEGER) AS place, count(*) AS votes
    FROM fingerprint_keys AS ours JOIN fingerprint_keys AS theirs ON theirs.key = ours.key AND theirs.print_row <> ours.print_row
    WHERE ours.print_row = ${row} GROUP BY other, place HAVING votes >= ${LEAST_VOTES} ORDER BY votes DESC LIMIT ${MOST_CANDIDATES}`.execute(tx)
  const places = new Map<number, number[]>()
  for (const { other, place } of rows) places.set(other, [...(places.get(other) ?? []), place * PLACE])
  return places
}

/**
 * Keeps a recording's fingerprint and finds those that sound the same among what is known; part of a transaction. Answers the matches,
 * the closest first. A recording that is not in the library any more is left out.
 */
export const putFingerprint = async (
  tx: Tx,
  audioSha256: Sha256,
  madeAt: number,
  outcome: { readonly words: Uint32Array } | { readonly failure: Failure },
): Promise<readonly SoundMatch[]> => {
  const audio = await tx.selectFrom('audio_files').select('sha256').where('sha256', '=', audioSha256).executeTakeFirst()
  if (!audio) return []
  await tx.deleteFrom('fingerprints').where('audio_sha256', '=', audioSha256).execute()
  const { row } = await tx
    .insertInto('fingerprints')
    .values({
      audio_sha256: audioSha256,
      version: FINGERPRINT_VERSION,
      made_at: madeAt,
      words: 'words' in outcome ? bytesOf(outcome.words) : null,
      failure_json: 'failure' in outcome ? JSON.stringify({ code: outcome.failure.code, message: outcome.failure.message }) : null,
    })
    .returning('row')
    .executeTakeFirstOrThrow()
  if (!('words' in outcome)) return []
  const keys = keysOf(outcome.words)
  if (keys.length === 0) return []
  await tx
    .insertInto('fingerprint_keys')
    .values(keys.map(({ key, frame }) => ({ key, frame, print_row: row })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const places = await candidates(tx, row)
  if (places.size === 0) return []
  const others = await tx
    .selectFrom('fingerprints')
    .select(['row', 'audio_sha256', 'words'])
    .where('row', 'in', [...places.keys()])
    .where('version', '=', FINGERPRINT_VERSION)
    .where(
      sql<boolean>`EXISTS (SELECT 1 FROM fingerprints AS mine WHERE mine.row = ${row} AND ${sameLength('mine.audio_sha256', 'fingerprints.audio_sha256')})`,
    )
    .execute()
  const matches: SoundMatch[] = []
  for (const other of others) {
    const overlay = other.words && compareFingerprints(outcome.words, wordsOf(other.words), places.get(other.row) ?? [])
    if (!overlay) continue
    const offsetSeconds = overlay.offset / FINGERPRINT_WORDS_A_SECOND
    const overlapSeconds = overlay.words / FINGERPRINT_WORDS_A_SECOND
    const [a_row, b_row, offset_seconds] = other.row < row ? [other.row, row, -offsetSeconds] : [row, other.row, offsetSeconds]
    await tx.insertInto('sound_matches').values({ a_row, b_row, error: overlay.error, offset_seconds, overlap_seconds: overlapSeconds }).execute()
    matches.push({ audioSha256: other.audio_sha256, error: overlay.error, offsetSeconds, overlapSeconds })
  }
  return matches.sort((a, b) => a.error - b.error)
}
