import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { withOwnNumbers } from '../../src-shared/project/take-number.ts'
import type { Score } from '../../src-shared/score/score.ts'
import type { AudioFileRow, Queries, Tx } from '../platform/database/index.ts'
import { findScore, type PackedScore, shelveScore } from './score-shelf.ts'
import { rowOfTake, takeOfRow } from './take-rows.ts'
import { cleanTitle, columnsOfTake, titleKey, trackOfRow } from './track-rows.ts'

/** Where a file's tags say that its song stands on its album. */
export type Sleeve = { readonly albumArtist?: string | undefined; readonly discNumber?: number | undefined; readonly trackNumber?: number | undefined }

/** A song as it is stored, with everything that is its own: what leaves in a file and comes back elsewhere. */
export type SongCopy = {
  readonly track: Track
  /** as they were written, oldest first, without what listening added */
  readonly takes: readonly Take[]
  readonly scores: ReadonlyMap<Sha256, Score>
  readonly sleeve: Sleeve
}

/** @throws FailureError library.damaged-entry */
export const readSongCopy = async (db: Queries, trackId: Track['id']): Promise<SongCopy | undefined> => {
  const row = await db.selectFrom('tracks').selectAll().where('id', '=', trackId).executeTakeFirst()
  if (!row) return undefined
  const rows = await db.selectFrom('takes').selectAll().where('track_id', '=', trackId).orderBy('created_at').orderBy('id').execute()
  const takes = rows.map(takeOfRow)
  const scores = new Map<Sha256, Score>()
  for (const { scoreSha256 } of takes) {
    const score = scoreSha256 && !scores.has(scoreSha256) ? await findScore(db, scoreSha256) : undefined
    if (scoreSha256 && score) scores.set(scoreSha256, score)
  }
  const sleeve: Sleeve = {
    ...(row.album_artist !== null && { albumArtist: row.album_artist }),
    ...(row.disc_number !== null && { discNumber: row.disc_number }),
    ...(row.track_number !== null && { trackNumber: row.track_number }),
  }
  return { track: trackOfRow(row), takes, scores, sleeve }
}

/** A copy under ids that are new here; its sound is in the audio store. The first take carries `publishKey`. */
export type AdoptedSong = {
  readonly track: Track
  readonly takes: readonly Take[]
  readonly scores: readonly PackedScore[]
  readonly audioFiles: readonly Omit<AudioFileRow, 'created_at'>[]
  readonly publishKey: string
  readonly sleeve?: Sleeve | undefined
}

/** Writes a song that was made elsewhere, with all its takes, as it was: dates, seeds and proofs too. Part of the caller's transaction. */
export const adoptSong = async (tx: Tx, { track, takes, scores, audioFiles, publishKey, sleeve }: AdoptedSong, now: number): Promise<void> => {
  const current = takes.find(({ id }) => id === track.currentTakeId)
  if (!current) throw new RangeError('the song does not hold the take that it plays')
  for (const file of audioFiles)
    await tx
      .insertInto('audio_files')
      .values({ ...file, created_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  for (const score of scores) await shelveScore(tx, score, now)
  const title = cleanTitle(track.title)
  await tx
    .insertInto('tracks')
    .values({
      id: track.id,
      title,
      title_key: titleKey(title),
      origin: track.origin,
      engine: track.engine,
      engine_version: track.engineVersion,
      prompt: track.prompt,
      seed: track.seed ?? null,
      style: track.style ?? null,
      studio: track.studio ?? null,
      artist: track.artist ?? null,
      album: track.album ?? null,
      album_artist: sleeve?.albumArtist ?? null,
      disc_number: sleeve?.discNumber ?? null,
      track_number: sleeve?.trackNumber ?? null,
      year: track.year ?? null,
      isrc: track.isrc ?? null,
      file_bpm: track.fileBpm ?? null,
      file_comment: track.fileComment ?? null,
      cover_sha256: track.coverSha256 ?? null,
      source_name: track.sourceName ?? null,
      licence: track.licence,
      is_favourite: track.isFavourite ? 1 : 0,
      is_disliked: track.isDisliked ? 1 : 0,
      rating: track.rating,
      mood: track.mood ?? null,
      tags_json: JSON.stringify(track.tags),
      trashed_at: null,
      created_at: track.createdAt,
      updated_at: now,
      tempo_bpm: track.tempoBpm ?? null,
      key_json: track.key ? JSON.stringify(track.key) : null,
      time_signature_json: track.timeSignature ? JSON.stringify(track.timeSignature) : null,
      ...columnsOfTake(current),
    })
    .execute()
  const [first] = takes
  for (const take of withOwnNumbers(takes))
    await tx
      .insertInto('takes')
      .values(rowOfTake(take, take.id === first?.id ? publishKey : undefined))
      .execute()
}
