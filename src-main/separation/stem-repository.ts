import type { Sha256, StemSetId, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { StemSet } from '../../src-shared/separation/contract.ts'
import type { Queries, StemSetRow, Tx } from '../platform/database/index.ts'

export type NewStemSet = Omit<StemSet, 'bytes' | 'createdAt' | 'stems'> & {
  readonly requestKey: string
  readonly lengthFrames: number
  readonly sampleRateHz: number
  /** in their order; the sound is in the audio store already */
  readonly stems: readonly { readonly name: string; readonly role: StemSet['stems'][number]['role']; readonly sha256: Sha256; readonly bytes: number }[]
}

const setsOf = async (db: Queries, rows: readonly StemSetRow[]): Promise<StemSet[]> => {
  if (rows.length === 0) return []
  const stems = await db
    .selectFrom('stems')
    .innerJoin('audio_files', 'audio_files.sha256', 'stems.audio_sha256')
    .select(['set_id', 'position', 'name', 'role', 'audio_sha256', 'audio_files.bytes'])
    .where(
      'set_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('position')
    .execute()
  return rows.map((row) => {
    const own = stems.filter(({ set_id }) => set_id === row.id)
    return {
      id: row.id,
      trackId: row.track_id,
      takeId: row.take_id,
      method: row.method,
      makerId: row.maker_id,
      makerName: row.maker_name,
      ...(row.start_frame !== null && row.end_frame !== null && { region: { startFrame: row.start_frame, endFrame: row.end_frame } }),
      shifts: row.shifts,
      residualDb: row.residual_db,
      ...(row.shared_residual_db !== null && { sharedResidualDb: row.shared_residual_db }),
      baseGainDb: row.base_gain_db,
      ...(row.follows !== null && { follows: row.follows }),
      ...(row.played_gain !== null && { playedGain: row.played_gain }),
      bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
      stems: own.map(({ position, name, role, audio_sha256 }) => ({ position, name, role, audioSha256: audio_sha256 })),
      createdAt: row.created_at,
    }
  })
}

export type StemReader = {
  /** newest last */
  listOfTrack(trackId: TrackId): Promise<readonly StemSet[]>
  listOfTake(takeId: TakeId): Promise<readonly StemSet[]>
  find(setId: StemSetId): Promise<StemSet | undefined>
  findByRequest(requestKey: string): Promise<StemSet | undefined>
}

export const createStemReader = (db: Queries): StemReader => {
  const sets = db.selectFrom('stem_sets').selectAll().orderBy('created_at').orderBy('id')
  const first = async (rows: readonly StemSetRow[]) => (await setsOf(db, rows))[0]
  return {
    listOfTrack: async (trackId) => setsOf(db, await sets.where('track_id', '=', trackId).execute()),
    listOfTake: async (takeId) => setsOf(db, await sets.where('take_id', '=', takeId).execute()),
    find: async (setId) => first(await sets.where('id', '=', setId).execute()),
    findByRequest: async (requestKey) => first(await sets.where('request_key', '=', requestKey).execute()),
  }
}

/** Writes a set with its stems and the rows of their files. The take must be there. */
export const insertStemSet = async (tx: Tx, fresh: NewStemSet, now: number): Promise<void> => {
  for (const { sha256, bytes } of fresh.stems)
    await tx
      .insertInto('audio_files')
      .values({ sha256, bytes, length_frames: fresh.lengthFrames, sample_rate_hz: fresh.sampleRateHz, channel_count: 2, created_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  await tx
    .insertInto('stem_sets')
    .values({
      id: fresh.id,
      track_id: fresh.trackId,
      take_id: fresh.takeId,
      method: fresh.method,
      maker_id: fresh.makerId,
      maker_name: fresh.makerName,
      request_key: fresh.requestKey,
      start_frame: fresh.region?.startFrame ?? null,
      end_frame: fresh.region?.endFrame ?? null,
      shifts: fresh.shifts,
      residual_db: fresh.residualDb,
      shared_residual_db: fresh.sharedResidualDb ?? null,
      base_gain_db: fresh.baseGainDb,
      follows: fresh.follows ?? null,
      played_gain: fresh.playedGain ?? null,
      created_at: now,
    })
    .execute()
  await tx
    .insertInto('stems')
    .values(fresh.stems.map(({ name, role, sha256 }, position) => ({ set_id: fresh.id, position, name, role, audio_sha256: sha256 })))
    .execute()
}
