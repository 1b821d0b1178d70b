import { type RawBuilder, sql } from 'kysely'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { LibraryStepRow, Queries } from '../platform/database/index.ts'
import { albumStepsOf, songsMovedBy } from './album-moves.ts'

/*
 * Where only one song goes back, its own later steps are undone and the library's others are not. A step can be undone alone only if no later
 * one that is done wrote over the same song, album or search; therefore steps over several of them take along what came later on each. The
 * same holds the other way round for what is done again. So no undone step ever lies under a done one that touches the same thing, and any
 * new step forgets what is undone: the before and after of each change stay true. A song's own steps are those that change it or a comment on
 * it, and those that put it into an album or take it off.
 */

const touching = (direction: 'later' | 'earlier', state: RawBuilder<unknown>) => {
  const beside = direction === 'later' ? sql`other.step > mine.step` : sql`other.step < mine.step`
  const joined = (same: RawBuilder<unknown>) => sql`
    SELECT other.step FROM walked JOIN library_changes AS mine ON mine.step = walked.id
    JOIN library_changes AS other ON ${beside} AND ${same}
    JOIN library_steps AS step ON step.id = other.step AND ${state}`
  return sql`${joined(sql`mine.track_id IS NOT NULL AND other.track_id = mine.track_id`)}
    UNION ${joined(sql`mine.track_id IS NULL AND other.track_id IS NULL AND other.subject_id = mine.subject_id`)}`
}

/** ids of the steps that are a song's own */
export const ownSteps = async (db: Queries, trackId: TrackId) => {
  const moves = JSON.stringify(await albumStepsOf(db, trackId))
  return sql`(SELECT step FROM library_changes WHERE track_id = ${trackId} UNION SELECT value FROM json_each(${moves}))`
}

const stepsOfSong = async (db: Queries, trackId: TrackId, which: RawBuilder<unknown>, direction: 'later' | 'earlier', state: RawBuilder<unknown>) => {
  const { rows } = await sql<{ id: number }>`
    WITH RECURSIVE walked (id) AS (
      SELECT step.id FROM library_steps AS step
      WHERE step.total > 0 AND ${which} AND ${state} AND step.id IN ${await ownSteps(db, trackId)}
      UNION ${touching(direction, state)}
    ) SELECT id FROM walked`.execute(db)
  return rows.map(({ id }) => id)
}

const rowsOf = (db: Queries) => db.selectFrom('library_steps').selectAll().where('total', '>', 0)

/** What is undone to go back to `stepId`, in this order: newest first. */
export const stepsToUndo = async (db: Queries, stepId: number, trackId?: TrackId): Promise<LibraryStepRow[]> => {
  const done = rowsOf(db).where('target', '>', 0).orderBy('id', 'desc')
  if (trackId === undefined) return done.where('id', '>', stepId).execute()
  const ids = await stepsOfSong(db, trackId, sql`step.id > ${stepId}`, 'later', sql`step.target > 0`)
  return done.where('id', 'in', ids).execute()
}

/** What is done again to go forward to `stepId`, in this order: oldest first. */
export const stepsToRedo = async (db: Queries, stepId: number, trackId?: TrackId): Promise<LibraryStepRow[]> => {
  const undone = rowsOf(db).where('target', '=', 0).orderBy('id')
  if (trackId === undefined) return undone.where('id', '<=', stepId).execute()
  const ids = await stepsOfSong(db, trackId, sql`step.id <= ${stepId}`, 'earlier', sql`step.target = 0`)
  return undone.where('id', 'in', ids).execute()
}

/** Songs besides this one that these steps touch. */
export const countOtherSongs = async (db: Queries, stepIds: readonly number[], trackId: TrackId): Promise<number> => {
  const moved = [...(await songsMovedBy(db, stepIds))]
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (
      SELECT track_id FROM library_changes WHERE step IN (SELECT value FROM json_each(${JSON.stringify(stepIds)})) AND track_id IS NOT NULL
      UNION SELECT id FROM tracks WHERE id IN (SELECT value FROM json_each(${JSON.stringify(moved)}))
    ) WHERE track_id <> ${trackId}`.execute(db)
  return rows[0]?.count ?? 0
}
