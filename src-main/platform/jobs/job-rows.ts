import type { Job, JobState } from '../../../src-shared/jobs/contract.ts'
import type { JobRow } from '../database/index.ts'

export const ENDED_STATES: readonly JobState[] = ['succeeded', 'failed', 'cancelled', 'interrupted']
export const hasEnded = (state: JobState): boolean => ENDED_STATES.includes(state)

/** What everyone sees of a row. */
export const jobOfRow = (row: JobRow): Job => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  lane: row.lane,
  priority: row.priority,
  position: row.position,
  state: row.state,
  fraction: row.fraction,
  stage: row.stage,
  ...(row.eta_seconds !== null && row.state === 'running' && { etaSeconds: row.eta_seconds }),
  attempt: row.attempt,
  createdAt: row.created_at,
  ...(row.started_at !== null && { startedAt: row.started_at }),
  ...(row.finished_at !== null && { finishedAt: row.finished_at }),
  ...(row.error_code !== null && { error: { code: row.error_code, message: row.error_message ?? '' } }),
  ...(row.subject_id !== null && { subjectId: row.subject_id }),
  ...(row.group_id !== null && { groupId: row.group_id }),
})
