import type { Sha256, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track, TrackDetail } from '../../src-shared/library/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { Score } from '../../src-shared/score/score.ts'
import type { AudioFileRow, Queries } from '../platform/database/index.ts'
import { listHeardTakes } from './heard-takes.ts'
import { findScore } from './score-shelf.ts'
import { takeOfRow } from './take-rows.ts'
import { trackOfRow } from './track-rows.ts'

/** What other domains may ask of the library. Trashed songs are found too: `trashedAt` says so. */
export type TrackReader = {
  find(trackId: TrackId): Promise<Track | undefined>
  findDetail(trackId: TrackId): Promise<TrackDetail | undefined>
  /** oldest first */
  listTakes(trackId: TrackId): Promise<readonly Take[]>
  findTake(takeId: TakeId): Promise<Take | undefined>
  /** what a job has already published under this key */
  findPublished(publishKey: string): Promise<Take | undefined>
  findScore(sha256: Sha256): Promise<Score | undefined>
  findAudioFile(sha256: Sha256): Promise<AudioFileRow | undefined>
}

/** Takes the database, or a transaction to read inside it. */
export const createTrackReader = (db: Queries): TrackReader => {
  const findRow = (trackId: TrackId) => db.selectFrom('tracks').selectAll().where('id', '=', trackId).executeTakeFirst()
  return {
    async find(trackId) {
      const row = await findRow(trackId)
      return row && trackOfRow(row)
    },
    async findDetail(trackId) {
      const row = await findRow(trackId)
      if (!row) return undefined
      const take = await db.selectFrom('takes').selectAll().where('id', '=', row.current_take_id).executeTakeFirstOrThrow()
      const { plan, scoreSha256 } = takeOfRow(take)
      // only studios write words, and a score is long to read
      const lyrics = row.studio && scoreSha256 ? (await findScore(db, scoreSha256))?.lyrics : undefined
      const { count } = await db
        .selectFrom('takes')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('track_id', '=', trackId)
        .executeTakeFirstOrThrow()
      const albums = await db.selectFrom('album_tracks').select('album_id').where('track_id', '=', trackId).execute()
      return { ...trackOfRow(row), ...(plan && { plan }), ...(lyrics && { lyrics }), takeCount: count, albumIds: albums.map(({ album_id }) => album_id) }
    },
    listTakes: async (trackId) => (await listHeardTakes(db, trackId)).takes,
    async findTake(takeId) {
      const row = await db.selectFrom('takes').select('track_id').where('id', '=', takeId).executeTakeFirst()
      return row && (await listHeardTakes(db, row.track_id)).takes.find(({ id }) => id === takeId)
    },
    async findPublished(publishKey) {
      const row = await db.selectFrom('takes').selectAll().where('publish_key', '=', publishKey).executeTakeFirst()
      return row && takeOfRow(row)
    },
    findScore: (sha256) => findScore(db, sha256),
    findAudioFile: (sha256) => db.selectFrom('audio_files').selectAll().where('sha256', '=', sha256).executeTakeFirst(),
  }
}
