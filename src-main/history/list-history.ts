import { type RawBuilder, sql } from 'kysely'
import type { Actor, HistoryKind, HistoryLine, HistoryScope } from '../../src-shared/history/contract.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Database, Queries } from '../platform/database/index.ts'
import { forgetAside, putAside } from './forget-steps.ts'
import { ownSteps } from './song-scope.ts'

export type HistoryQuestion = {
  readonly scope: HistoryScope
  readonly trackId?: TrackId | undefined
  readonly actor?: Actor | undefined
  readonly limit: number
  readonly before?: number | undefined
}

type LineRow = {
  step_id: number | null
  kind: HistoryKind
  track_id: TrackId | null
  idx: number | null
  title: string | null
  label: string
  actor: Actor
  at: number
  is_undone: number
  total: number
  applied: number
  is_busy: number
}

const stepRows = ({ actor, limit, before }: HistoryQuestion, own: RawBuilder<unknown> | undefined): RawBuilder<LineRow> => sql`
  SELECT * FROM (SELECT id AS step_id, (SELECT kind FROM library_changes WHERE step = library_steps.id ORDER BY n LIMIT 1) AS kind, NULL AS track_id, NULL AS idx, NULL AS title, label, actor, at, target = 0 AS is_undone, total, applied, owner IS NOT NULL AS is_busy
  FROM library_steps WHERE total > 0
    AND ${before === undefined ? sql`1` : sql`at < ${before}`} AND ${actor ? sql`actor = ${actor}` : sql`1`}
    AND ${own ? sql`id IN ${own}` : sql`1`}
  ORDER BY at DESC, id DESC LIMIT ${limit})`

const editRows = ({ scope, trackId, actor, limit, before }: HistoryQuestion): RawBuilder<LineRow> => sql`
  SELECT * FROM (SELECT NULL AS step_id, 'sound' AS kind, history.track_id, history.idx, tracks.title, label, actor, at, history.idx > projects.history_position AS is_undone, 0 AS total, 0 AS applied, 0 AS is_busy
  FROM history JOIN projects ON projects.track_id = history.track_id JOIN tracks ON tracks.id = history.track_id
  WHERE ${scope === 'song' ? sql`history.track_id = ${trackId ?? ''}` : sql`1`}
    AND ${before === undefined ? sql`1` : sql`at < ${before}`} AND ${actor ? sql`actor = ${actor}` : sql`1`}
  ORDER BY at DESC, history.idx DESC LIMIT ${limit})`

const lineOf = (row: LineRow, scope: HistoryScope): HistoryLine => ({
  place: row.step_id !== null ? { kind: 'library', stepId: row.step_id } : { kind: 'edit', trackId: row.track_id as TrackId, index: row.idx ?? 0 },
  kind: row.kind,
  label: row.label,
  ...(scope !== 'song' && row.title !== null && { songTitle: row.title }),
  actor: row.actor,
  at: row.at,
  isUndone: row.is_undone === 1,
  ...(row.is_busy === 1 && { fraction: row.applied / Math.max(1, row.total) }),
})

/** Edits of songs and steps of the library in one list, newest first. Lines of one millisecond are never torn apart by a page's end. */
export const listHistory = async (db: Queries, question: HistoryQuestion): Promise<{ lines: HistoryLine[]; nextBefore: number | undefined }> => {
  const { scope, trackId, limit } = question
  const own = scope === 'song' ? await ownSteps(db, trackId ?? ('' as TrackId)) : undefined
  const parts = [stepRows(question, own), ...(scope === 'library' ? [] : [editRows(question)])]
  const { rows } = await sql<LineRow>`${sql.join(parts, sql` UNION ALL `)} ORDER BY at DESC, step_id DESC, idx DESC LIMIT ${limit}`.execute(db)
  const last = rows.at(-1)
  const isFull = rows.length === limit
  const whole = isFull && last && rows[0] && rows[0].at !== last.at ? rows.filter(({ at }) => at !== last.at) : rows
  const end = whole.at(-1)
  return { lines: whole.map((row) => lineOf(row, scope)), nextBefore: isFull && end ? end.at : undefined }
}

const DAYS = 90
const KEPT_CHANGES = 1_000_000

/** Forgets steps of more than 90 days, and the oldest, but never the newest one, while all together hold more than a million changes. */
export const pruneSteps = async (database: Pick<Database, 'bulk' | 'query'>, now: number): Promise<void> => {
  await putAside(
    database.query,
    sql<boolean>`(at < ${now - DAYS * 86_400_000} OR id IN (
      SELECT id FROM (SELECT id, sum(total) OVER (ORDER BY id DESC) AS held FROM library_steps)
      WHERE held > ${KEPT_CHANGES} AND id < (SELECT max(id) FROM library_steps)))`,
  )
  await forgetAside(database)
}
