import { sql } from 'kysely'
import { heardKey, isHeardByEar, rootOf, withHeardGrids } from '../../src-shared/analysis/grid-of-takes.ts'
import { Hearing } from '../../src-shared/analysis/hearing.ts'
import type { Sha256, TrackId } from '../../src-shared/kernel/ids.ts'
import { type GridCorrection, ProjectDocument, type Take } from '../../src-shared/project/document.ts'
import type { Key } from '../../src-shared/score/score.ts'
import type { Queries, Tx } from '../platform/database/index.ts'
import { readOrnament } from './stored-json.ts'
import { takeOfRow } from './take-rows.ts'

/** A song's takes, oldest first, with the best that is known of their bars. */
export type HeardTakes = {
  readonly takes: readonly Take[]
  /** undefined where a score says it, or nothing is known */
  readonly key: Key | undefined
  /** a person or the studio's ears decide where the bars lie, not a score */
  readonly isByEar: boolean
}

const findHearing = async (db: Queries, audioSha256: Sha256): Promise<Hearing | undefined> => {
  const row = await db.selectFrom('hearings').select('hearing_json').where('audio_sha256', '=', audioSha256).executeTakeFirst()
  return readOrnament(Hearing, row?.hearing_json ?? null, `what was heard in ${audioSha256}`)
}

const findCorrection = async (db: Queries, trackId: TrackId): Promise<GridCorrection | undefined> => {
  const row = await db.selectFrom('projects').select('document_json').where('track_id', '=', trackId).executeTakeFirst()
  // a damaged document is the project's business, which mends it
  return row?.document_json.includes('"correction"') ? readOrnament(ProjectDocument, row.document_json, `the project of ${trackId}`)?.correction : undefined
}

/** @throws FailureError library.damaged-entry */
export const listHeardTakes = async (db: Queries, trackId: TrackId): Promise<HeardTakes> => {
  const rows = await db.selectFrom('takes').selectAll().where('track_id', '=', trackId).orderBy('created_at').orderBy('id').execute()
  const takes = rows.map(takeOfRow)
  const [first] = takes
  if (!first || !isHeardByEar(first, takes)) return { takes, key: undefined, isByEar: false }
  const hearing = await findHearing(db, rootOf(first, takes).audioSha256)
  const correction = await findCorrection(db, trackId)
  return { takes: withHeardGrids(takes, hearing, correction), key: heardKey(hearing, correction), isByEar: true }
}

/**
 * Writes what is known of tempo, meter and key into the library's columns. For songs whose score does not say it; others are left alone.
 * Part of the transaction that changed what is known, after which the caller emits `library.changed`.
 */
export const refreshHeardColumns = async (tx: Tx, trackId: TrackId): Promise<void> => {
  const track = await tx.selectFrom('tracks').select('current_take_id').where('id', '=', trackId).executeTakeFirst()
  if (!track) return
  const { takes, key, isByEar } = await listHeardTakes(tx, trackId)
  const current = takes.find(({ id }) => id === track.current_take_id)
  if (!current || !isByEar) return
  await tx
    .updateTable('tracks')
    .set({
      // what nobody could hear, the file may have said
      tempo_bpm: sql<number | null>`coalesce(${current.tempoMap?.[0]?.tempoBpm ?? null}, file_bpm)`,
      time_signature_json: current.timeSignature ? JSON.stringify(current.timeSignature) : null,
      ...(key && { key_json: JSON.stringify(key) }),
    })
    .where('id', '=', trackId)
    .execute()
}
