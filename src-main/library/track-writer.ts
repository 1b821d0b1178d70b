import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { IdSource, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { ProjectDocument, Take } from '../../src-shared/project/document.ts'
import { freeTakeNumber } from '../../src-shared/project/take-number.ts'
import type { Key, Score } from '../../src-shared/score/score.ts'
import type { StudioId } from '../../src-shared/studios/studio-id.ts'
import type { Database, Queries, Tx } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import type { AudioStore } from '../platform/files/index.ts'
import { refreshHeardColumns } from './heard-takes.ts'
import { findInheritedOrigin, type MadeFrom } from './made-from.ts'
import { type PackedScore, packScore, shelveScore } from './score-shelf.ts'
import { rowOfTake, takeOfRow } from './take-rows.ts'
import { cleanTitle, columnsOfTake, titleKey, trackOfRow } from './track-rows.ts'

/**
 * A take whose audio is already in the audio store (`audioSha256` and `audioBytes` as `AudioStore.adopt` answered them). `publishKey` names
 * the work that made it ("job_…", or "job_…:3" where one job makes several): publishing under a key twice changes nothing and answers what
 * the first time made, so a job that runs again after a crash cannot double its result.
 */
export type NewTake = Omit<Take, 'id' | 'trackId' | 'scoreSha256' | 'createdAt'> & {
  /** the take of another song that it was made from, and the models that worked on the sound on its way: what it owes to them stays known */
  readonly madeFrom?: MadeFrom | undefined
  readonly audioBytes: number
  readonly score?: Score | undefined
  readonly publishKey?: string | undefined
}

/** A new song with its first take. Tempo, meter, length and loudness are read off the take; `key` and `style` off its plan where it has one. */
export type NewTrack = Pick<Track, 'title' | 'origin' | 'engine' | 'engineVersion' | 'prompt' | 'licence'> & {
  readonly seed?: number | undefined
  readonly style?: string | undefined
  readonly studio?: StudioId | undefined
  readonly key?: Key | undefined
  readonly artist?: string | undefined
  readonly sourceName?: string | undefined
  readonly take: NewTake
}

export type TrackWriter = {
  /**
   * One transaction: track, take, project document, score, audio file row. `also` joins it. Emits `library.changed`.
   * @throws FailureError audio.missing: the file is not in the store; disk.full
   */
  create(track: NewTrack, also?: (tx: Tx, made: { track: Track; take: Take }) => Promise<void>): Promise<{ readonly track: Track; readonly take: Take }>
}

export type TakeWriter = {
  /**
   * Adds a version of a song, under a number that no other take of its kind and bars has; which one plays is the project's business. `also` joins the transaction. Emits `library.changed`.
   * @throws FailureError track.not-found, audio.missing, disk.full
   */
  add(trackId: TrackId, take: NewTake, also?: (tx: Tx, take: Take) => Promise<void>): Promise<Take>
}

/**
 * Makes a take the song's sound in the library's columns. Part of the project's own transaction, after which the caller emits
 * `library.changed`. @throws FailureError take.not-found
 */
export const setCurrentTake = async (tx: Tx, trackId: TrackId, takeId: TakeId, now: number): Promise<void> => {
  const row = await tx.selectFrom('takes').selectAll().where('id', '=', takeId).where('track_id', '=', trackId).executeTakeFirst()
  if (!row) throw new FailureError(failure('take.not-found', 'This take is not there any more.'))
  await tx
    .updateTable('tracks')
    .set({ ...columnsOfTake(takeOfRow(row)), updated_at: now })
    .where('id', '=', trackId)
    .execute()
  await refreshHeardColumns(tx, trackId)
}

export type WriterSurroundings = {
  readonly database: Database
  readonly audio: AudioStore
  readonly events: Events
  readonly ids: IdSource
  readonly now: () => number
}

export const createTrackWriters = ({ database, audio, events, ids, now }: WriterSurroundings): { tracks: TrackWriter; takes: TakeWriter } => {
  const shelveAudio = async (tx: Tx, take: NewTake, at: number): Promise<void> => {
    // inside the write lock: emptying the trash takes the same lock before it deletes a file
    if (!audio.has(take.audioSha256))
      throw new FailureError(
        failure('audio.missing', 'The audio file of this song is not in the studio’s folder any more. Make it again.', { sha256: take.audioSha256 }),
      )
    await tx
      .insertInto('audio_files')
      .values({
        sha256: take.audioSha256,
        bytes: take.audioBytes,
        length_frames: take.lengthFrames,
        sample_rate_hz: take.sampleRateHz,
        channel_count: take.channelCount,
        created_at: at,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }

  /** everything that the take's row refers to, and the take as it will be written */
  const prepareTake = async (tx: Tx, trackId: TrackId, fresh: NewTake, packed: PackedScore | undefined, at: number): Promise<Take> => {
    await shelveAudio(tx, fresh, at)
    if (packed) await shelveScore(tx, packed, at)
    const origin = fresh.origin ?? (fresh.madeFrom && (await findInheritedOrigin(tx, fresh.madeFrom)))
    return Take.parse({ ...fresh, ...(origin && { origin }), id: ids.take(), trackId, scoreSha256: packed?.sha256, createdAt: at })
  }

  const publishedTake = async (db: Queries, publishKey: string | undefined): Promise<Take | undefined> => {
    if (publishKey === undefined) return undefined
    const row = await db.selectFrom('takes').selectAll().where('publish_key', '=', publishKey).executeTakeFirst()
    return row && takeOfRow(row)
  }

  return {
    tracks: {
      async create(fresh, also) {
        const packed = fresh.take.score && (await packScore(fresh.take.score))
        const made = await database.transaction(async (tx) => {
          const before = await publishedTake(tx, fresh.take.publishKey)
          if (before)
            return { take: before, track: trackOfRow(await tx.selectFrom('tracks').selectAll().where('id', '=', before.trackId).executeTakeFirstOrThrow()) }
          const at = now()
          const trackId = ids.track()
          const title = cleanTitle(fresh.title)
          const take = await prepareTake(tx, trackId, fresh.take, packed, at)
          const row = await tx
            .insertInto('tracks')
            .values({
              id: trackId,
              title,
              title_key: titleKey(title),
              origin: fresh.origin,
              engine: fresh.engine,
              engine_version: fresh.engineVersion,
              prompt: fresh.prompt,
              seed: fresh.seed ?? null,
              style: fresh.style ?? null,
              studio: fresh.studio ?? null,
              artist: fresh.artist ?? null,
              source_name: fresh.sourceName ?? null,
              licence: fresh.licence,
              is_favourite: 0,
              mood: fresh.take.plan?.mood.words[0] ?? null,
              trashed_at: null,
              created_at: at,
              updated_at: at,
              tempo_bpm: null,
              time_signature_json: null,
              key_json: fresh.key ? JSON.stringify(fresh.key) : null,
              ...columnsOfTake(take),
            })
            .returningAll()
            .executeTakeFirstOrThrow()
          await tx.insertInto('takes').values(rowOfTake(take, fresh.take.publishKey)).execute()
          const document = ProjectDocument.parse({ schemaVersion: 1, trackId, currentTakeId: take.id, regions: {}, discardedTakeIds: {} })
          await tx
            .insertInto('projects')
            .values({ track_id: trackId, revision: 0, document_json: JSON.stringify(document), history_position: -1 })
            .execute()
          const result = { track: trackOfRow(row), take }
          await also?.(tx, result)
          return result
        })
        events.emit('library.changed', { trackIds: [made.track.id] })
        return made
      },
    },
    takes: {
      async add(trackId, fresh, also) {
        const packed = fresh.score && (await packScore(fresh.score))
        const take = await database.transaction(async (tx) => {
          const before = await publishedTake(tx, fresh.publishKey)
          if (before) return before
          const at = now()
          const touched = await tx.updateTable('tracks').set({ updated_at: at }).where('id', '=', trackId).executeTakeFirst()
          if (touched.numUpdatedRows === 0n) throw new FailureError(failure('track.not-found', 'This song is not in the library any more.'))
          const prepared = await prepareTake(tx, trackId, fresh, packed, at)
          const others = await tx.selectFrom('takes').selectAll().where('track_id', '=', trackId).where('kind', '=', prepared.kind).execute()
          const added = { ...prepared, number: freeTakeNumber(prepared, others.map(takeOfRow)) }
          await tx.insertInto('takes').values(rowOfTake(added, fresh.publishKey)).execute()
          await also?.(tx, added)
          return added
        })
        events.emit('library.changed', { trackIds: [trackId] })
        return take
      },
    },
  }
}
