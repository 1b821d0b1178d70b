import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { Sha256, type TrackId } from '../../src-shared/kernel/ids.ts'
import { type Database, KEEP_UNKNOWN_AUDIO, type Queries, type Tx } from '../platform/database/index.ts'
import type { AudioStore } from '../platform/files/index.ts'
import { createValueStore } from '../platform/settings/index.ts'
import { type KeptSelection, selectionOf } from './selections/kept-selections.ts'

/** Songs removed in one transaction, and files deleted under one lock: small, so that nothing waits long. */
const BATCH = 200
const DAY_MILLISECONDS = 86_400_000

/** A setting that says: rows may be gone whose files are still there; and which, where they are known. */
const PURGING = 'library.purging'
const Purging = z.union([z.boolean(), z.array(Sha256)])
const marksOf = ({ query }: { readonly query: Queries }) => createValueStore(query, Date.now)

export type Purge = { readonly trackIds: readonly TrackId[]; readonly freedBytes: number }

const forgetTracks = async (tx: Tx, trackIds: readonly TrackId[]): Promise<Sha256[]> => {
  const used = await tx
    .selectFrom('takes')
    .select('audio_sha256')
    .where('track_id', 'in', [...trackIds])
    .union(
      tx
        .selectFrom('stems')
        .innerJoin('stem_sets', 'stem_sets.id', 'stems.set_id')
        .select('stems.audio_sha256')
        .where('stem_sets.track_id', 'in', [...trackIds]),
    )
    .execute()
  await tx
    .deleteFrom('tracks')
    .where('id', 'in', [...trackIds])
    .execute()
  return used.map(({ audio_sha256 }) => audio_sha256)
}

/** Rows of files and scores that no take and no stem names any more. Answers which of `candidates` are free to be deleted. */
const forgetUnused = async (tx: Tx, candidates: readonly Sha256[]): Promise<Sha256[]> => {
  if (candidates.length === 0) return []
  await sql`DELETE FROM audio_files WHERE sha256 IN (${sql.join([...candidates])}) AND NOT EXISTS (SELECT 1 FROM takes WHERE takes.audio_sha256 = audio_files.sha256) AND NOT EXISTS (SELECT 1 FROM stems WHERE stems.audio_sha256 = audio_files.sha256)`.execute(
    tx,
  )
  const kept = await tx
    .selectFrom('audio_files')
    .select('sha256')
    .where('sha256', 'in', [...candidates])
    .execute()
  const keptSet = new Set(kept.map(({ sha256 }) => sha256))
  return candidates.filter((sha256) => !keptSet.has(sha256))
}

/** Those of these songs that are in the trash; what is restored meanwhile stays. */
const inTrash = async (tx: Tx, trackIds: readonly TrackId[]): Promise<TrackId[]> => {
  const rows = await tx
    .selectFrom('tracks')
    .select('id')
    .where('id', 'in', [...trackIds])
    .where('trashed_at', 'is not', null)
    .execute()
  return rows.map(({ id }) => id)
}

/** Deletes those of these files that nothing names any more. Call it after the rows that named them are gone. */
export const releaseAudio = async (database: Database, audio: AudioStore, sha256s: readonly Sha256[]): Promise<{ freedBytes: number }> =>
  database.transaction(async (tx) => ({ freedBytes: (await audio.remove(await forgetUnused(tx, sha256s))).freedBytes }))

/** Deletes the files that a process was deleting when it died, however young they are; answers whether there may be others. */
const finishPurge = async (database: Database, audio: AudioStore): Promise<boolean> => {
  const marks = marksOf(database)
  const left = await marks.read(PURGING, Purging)
  const isKept = await marks.read(KEEP_UNKNOWN_AUDIO, z.boolean())
  if (Array.isArray(left) && !isKept) await releaseAudio(database, audio, left)
  return left !== undefined && left !== false
}

/**
 * Removes trashed songs for good: rows first, files after, and each file only under the write lock and only if nothing names it at that
 * moment. A crash in between leaves files without rows; the library remembers their names, and the next purge or start deletes them.
 */
const purge = async (database: Database, audio: AudioStore, songs: KeptSelection): Promise<Purge> => {
  let freedBytes = 0
  const removed: TrackId[] = []
  if (songs.count === 0) return { trackIds: removed, freedBytes }
  const marks = marksOf(database)
  if (!(await finishPurge(database, audio))) await marks.write({ [PURGING]: true })
  for (let at = 0; at < songs.count; at += BATCH) {
    const { batch, unused } = await database.transaction(async (tx) => {
      const batch = await inTrash(tx, songs.quickSlice(at, at + BATCH))
      const unused = batch.length > 0 ? await forgetUnused(tx, await forgetTracks(tx, batch)) : []
      // in the transaction that forgets their rows: whoever comes after a crash knows these files
      if (unused.length > 0) await marksOf({ query: tx }).write({ [PURGING]: unused })
      return { batch, unused }
    })
    removed.push(...batch)
    if (unused.length > 0) freedBytes += await database.transaction(async (tx) => (await audio.remove(await forgetUnused(tx, unused))).freedBytes)
    await breathe()
  }
  if (removed.length > 0)
    await sql`DELETE FROM scores WHERE sha256 NOT IN (SELECT score_sha256 FROM takes WHERE score_sha256 IS NOT NULL)`.execute(database.query)
  await marks.write({ [PURGING]: false })
  return { trackIds: removed, freedBytes }
}

const trashed = async (database: Database, before: number): Promise<TrackId[]> => {
  const rows = await database.query.selectFrom('tracks').select('id').where('trashed_at', 'is not', null).where('trashed_at', '<=', before).execute()
  return rows.map(({ id }) => id)
}

/** `only`: some of the songs in the trash; what is not in the trash stays. */
export const emptyTrash = async (database: Database, audio: AudioStore, only?: KeptSelection): Promise<Purge> =>
  purge(database, audio, only ?? selectionOf(await trashed(database, Number.MAX_SAFE_INTEGER)))

export const purgeExpired = async (database: Database, audio: AudioStore, trashDays: number, now: number): Promise<Purge> =>
  purge(database, audio, selectionOf(await trashed(database, now - trashDays * DAY_MILLISECONDS)))

/**
 * Deletes audio files without a row, left by a crash, some hundred at a time. Young ones stay: they may be on their way in. After a salvage all
 * stay: the songs they belong to may be what the library forgot.
 */
export const sweepAudio = async (database: Database, audio: AudioStore): Promise<{ removed: number; freedBytes: number }> => {
  const marks = marksOf(database)
  const wasPurging = await finishPurge(database, audio)
  if (await marks.read(KEEP_UNKNOWN_AUDIO, z.boolean())) return { removed: 0, freedBytes: 0 }
  const swept = await audio.sweep(async (sha256s) => {
    const { rows } = await sql<{ sha256: Sha256 }>`
      SELECT sha256 FROM audio_files WHERE sha256 IN (SELECT value FROM json_each(${JSON.stringify(sha256s)}))`.execute(database.query)
    return new Set(rows.map(({ sha256 }) => sha256))
  })
  if (wasPurging) await marks.write({ [PURGING]: false })
  return swept
}

/** Sweeps where songs were being deleted for good when a process died; a look at one setting where not. For whoever starts without a window. */
export const sweepAfterCrash = async (database: Database, audio: AudioStore): Promise<void> => {
  if (await marksOf(database).read(PURGING, Purging)) await sweepAudio(database, audio)
}
