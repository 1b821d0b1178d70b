import { sql } from 'kysely'
import type { Sha256, TrackId } from '../../../src-shared/kernel/ids.ts'
import { ProjectDocument } from '../../../src-shared/project/document.ts'
import type { SoundOrigin } from '../../../src-shared/rights/sound-origin.ts'
import type { Key } from '../../../src-shared/score/score.ts'
import type { Tx } from '../../platform/database/index.ts'

/** What is said about a song beside its sound: by another studio, or by the file's own tags. */
export type ToldFacts = {
  readonly title?: string | undefined
  readonly prompt?: string | undefined
  readonly seed?: number | undefined
  readonly engineVersion?: string | undefined
  readonly style?: string | undefined
  readonly artist?: string | undefined
  readonly key?: Key | undefined
  readonly licence?: string | undefined
  readonly origin?: SoundOrigin | undefined
  readonly isFavourite?: boolean | undefined
  readonly rating?: number | undefined
  readonly mood?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly album?: string | undefined
  readonly albumArtist?: string | undefined
  readonly discNumber?: number | undefined
  readonly trackNumber?: number | undefined
  readonly year?: number | undefined
  /** twelve letters and digits */
  readonly isrc?: string | undefined
  readonly fileBpm?: number | undefined
  /** the tempo that lists show where nobody is sure of one by ear */
  readonly tempoBpm?: number | undefined
  readonly fileComment?: string | undefined
  readonly coverSha256?: Sha256 | undefined
  /** words over the song, by bar */
  readonly lyrics?: ProjectDocument['lyrics']
  /** milliseconds since 1970 */
  readonly createdAt?: number | undefined
  readonly reason?: string | undefined
}

/** into the document that the song was just created with */
const writeWords = async (tx: Tx, trackId: TrackId, lyrics: NonNullable<ProjectDocument['lyrics']>): Promise<void> => {
  const { document_json } = await tx.selectFrom('projects').select('document_json').where('track_id', '=', trackId).executeTakeFirstOrThrow()
  const document = ProjectDocument.parse({ ...JSON.parse(document_json), lyrics })
  await tx
    .updateTable('projects')
    .set({ document_json: JSON.stringify(document) })
    .where('track_id', '=', trackId)
    .execute()
}

/** What a new song does not take when it is created; part of its transaction. */
export const writeToldFacts = async (tx: Tx, trackId: TrackId, told: ToldFacts): Promise<void> => {
  const {
    isFavourite,
    rating,
    mood,
    tags,
    createdAt,
    album,
    albumArtist,
    discNumber,
    trackNumber,
    year,
    isrc,
    fileBpm,
    tempoBpm,
    fileComment,
    coverSha256,
    lyrics,
  } = told
  const columns = {
    ...(isFavourite && { is_favourite: 1 }),
    ...(rating !== undefined && { rating }),
    ...(mood !== undefined && { mood }),
    ...(tags && { tags_json: JSON.stringify(tags) }),
    ...(createdAt !== undefined && { created_at: createdAt }),
    ...(album !== undefined && { album }),
    ...(albumArtist !== undefined && { album_artist: albumArtist }),
    ...(discNumber !== undefined && { disc_number: discNumber }),
    ...(trackNumber !== undefined && { track_number: trackNumber }),
    ...(year !== undefined && { year }),
    ...(isrc !== undefined && { isrc }),
    ...(fileBpm !== undefined && { file_bpm: fileBpm }),
    ...(tempoBpm !== undefined && { tempo_bpm: tempoBpm }),
    ...(fileComment !== undefined && { file_comment: fileComment }),
    ...(coverSha256 !== undefined && { cover_sha256: coverSha256 }),
  }
  if (lyrics && Object.keys(lyrics).length > 0) await writeWords(tx, trackId, lyrics)
  if (Object.keys(columns).length === 0) return
  await tx
    .updateTable('tracks')
    .set({ ...columns, updated_at: sql`updated_at` })
    .where('id', '=', trackId)
    .execute()
}
