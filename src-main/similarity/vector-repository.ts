import { sql } from 'kysely'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { Sha256, TrackId } from '../../src-shared/kernel/ids.ts'
import type { Queries } from '../platform/database/index.ts'

export type SoundVectors = { readonly whole: Float32Array; readonly segments: readonly Float32Array[] }

const bytesOf = (vectors: readonly Float32Array[]): Buffer =>
  Buffer.concat(vectors.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)))
/** a copy: blobs need not lie where floats may */
const floatsOf = (blob: Uint8Array): Float32Array => new Float32Array(Uint8Array.from(blob).buffer)

/** Songs that are shown and whose sound this model has not described. */
const waiting = (model: string) => sql`
  FROM tracks WHERE trashed_at IS NULL AND NOT EXISTS (SELECT 1 FROM sound_vectors AS v WHERE v.audio_sha256 = tracks.audio_sha256 AND v.model = ${model})`

/** The vectors of one model after another; numbers lie as little-endian 32-bit floats. */
export const vectorRepository = (db: Queries) => ({
  async next(model: string): Promise<{ readonly audioSha256: Sha256; readonly title: string; readonly seconds: number } | undefined> {
    const { rows } = await sql<{ audioSha256: Sha256; title: string; seconds: number }>`
      SELECT audio_sha256 AS audioSha256, title, seconds ${waiting(model)} ORDER BY created_at DESC, row DESC LIMIT 1`.execute(db)
    return rows[0]
  },
  async count(model: string): Promise<{ readonly described: number; readonly waiting: number; readonly failed: number }> {
    const { rows } = await sql<{ described: number; waiting: number; failed: number }>`
      SELECT (SELECT count(*) ${waiting(model)}) AS waiting,
        (SELECT count(*) FROM tracks JOIN sound_vectors AS v USING (audio_sha256) WHERE trashed_at IS NULL AND v.model = ${model} AND v.whole IS NOT NULL) AS described,
        (SELECT count(*) FROM tracks JOIN sound_vectors AS v USING (audio_sha256) WHERE trashed_at IS NULL AND v.model = ${model} AND v.whole IS NULL) AS failed`.execute(
      db,
    )
    return rows[0] ?? { described: 0, waiting: 0, failed: 0 }
  },
  /** which songs can be found, without their numbers */
  async list(model: string): Promise<readonly { readonly trackId: TrackId; readonly audioSha256: Sha256 }[]> {
    const { rows } = await sql<{ trackId: TrackId; audioSha256: Sha256 }>`
      SELECT tracks.id AS trackId, audio_sha256 AS audioSha256 FROM tracks JOIN sound_vectors AS v USING (audio_sha256)
      WHERE trashed_at IS NULL AND v.model = ${model} AND v.whole IS NOT NULL`.execute(db)
    return rows
  },
  async wholes(model: string, audio: readonly Sha256[]): Promise<ReadonlyMap<Sha256, Float32Array>> {
    const found = new Map<Sha256, Float32Array>()
    for (let i = 0; i < audio.length; i += 2_000) {
      const { rows } = await sql<{ audioSha256: Sha256; whole: Uint8Array }>`
        SELECT audio_sha256 AS audioSha256, whole FROM sound_vectors
        WHERE model = ${model} AND whole IS NOT NULL AND audio_sha256 IN (SELECT value FROM json_each(${JSON.stringify(audio.slice(i, i + 2_000))}))`.execute(
        db,
      )
      for (const { audioSha256, whole } of rows) found.set(audioSha256, floatsOf(whole))
    }
    return found
  },
  async tracksOf(audioSha256: Sha256): Promise<TrackId[]> {
    return (await db.selectFrom('tracks').select('id').where('audio_sha256', '=', audioSha256).execute()).map(({ id }) => id)
  },
  async hasAudio(audioSha256: Sha256): Promise<boolean> {
    return (await db.selectFrom('audio_files').select('sha256').where('sha256', '=', audioSha256).executeTakeFirst()) !== undefined
  },
  put: (audioSha256: Sha256, model: string, madeAt: number, outcome: SoundVectors | { readonly failure: Failure }) => {
    const row =
      'failure' in outcome
        ? { size: 0, whole: null, segments: null, failure_json: JSON.stringify({ code: outcome.failure.code, message: outcome.failure.message }) }
        : { size: outcome.whole.length, whole: bytesOf([outcome.whole]), segments: bytesOf(outcome.segments), failure_json: null }
    return db
      .insertInto('sound_vectors')
      .values({ audio_sha256: audioSha256, model, made_at: madeAt, ...row })
      .onConflict((conflict) => conflict.columns(['audio_sha256', 'model']).doUpdateSet({ made_at: madeAt, ...row }))
      .execute()
  },
})
