import type { Database, JobRow } from '../database/index.ts'
import type { JobDefinition } from './job-definition.ts'
import { jobRepository } from './job-repository.ts'
import { isProcessAlive } from './process-identity.ts'

/** After this many deaths of the process in the middle of one job, the job is the suspect. */
const MAX_CRASHES = 3

const FREE = { owner: null, reserved_for: null, wish: null, fraction: 0, eta_seconds: null } as const
const ended = (now: number) => ({ ...FREE, finished_at: now, updated_at: now })

/** What becomes of a job whose process is gone. */
const verdict = (row: JobRow, definition: JobDefinition | undefined, now: number): Partial<JobRow> => {
  if (row.wish === 'cancel') return { ...ended(now), state: 'cancelled', stage: '' }
  if (row.state !== 'running') return { ...FREE, stage: '', updated_at: now }
  const crashes = row.crashes + 1
  if (crashes >= MAX_CRASHES)
    return {
      ...ended(now),
      crashes,
      state: 'failed',
      stage: '',
      error_code: 'job.crashed-repeatedly',
      error_message: `The studio stopped ${crashes} times while this job ran, so it is not started again by itself. Try again with other settings; the log says more.`,
    }
  if (definition?.afterCrash === 'restart')
    return { ...FREE, crashes, state: 'queued', stage: 'interrupted, starts again', attempt: row.attempt + 1, started_at: null, updated_at: now }
  return { ...ended(now), crashes, state: 'interrupted', stage: 'interrupted' }
}

/**
 * Finds the jobs of processes that died and gives each its verdict: queued again, interrupted, failed or cancelled. Answers the rows that
 * changed, and which tokens are dead.
 */
export const recoverJobs = async (
  database: Database,
  owner: string,
  definitions: ReadonlyMap<string, JobDefinition>,
  now: number,
): Promise<readonly JobRow[]> => {
  if ((await jobRepository(database.query).heldByOthers(owner)).length === 0) return []
  return database.transaction(async (tx) => {
    const jobs = jobRepository(tx)
    const processes = await jobs.processes()
    const alive = new Set(processes.filter((row) => row.token === owner || isProcessAlive(row, now)).map(({ token }) => token))
    const isDead = (token: string | null) => token !== null && !alive.has(token)
    const changed: JobRow[] = []
    for (const row of await jobs.heldByOthers(owner)) {
      if (!isDead(row.owner) && !(row.owner === null && isDead(row.reserved_for))) continue
      const after = await jobs.change(row.id, verdict(row, definitions.get(row.kind), now))
      if (after) changed.push(after)
    }
    const dead = processes.filter(({ token }) => !alive.has(token)).map(({ token }) => token)
    if (dead.length > 0) await jobs.signOut(dead)
    return changed
  })
}
