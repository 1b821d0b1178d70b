import type { JobLane } from '../../../src-shared/jobs/contract.ts'
import type { Database, JobRow } from '../database/index.ts'
import { jobRepository } from './job-repository.ts'
import { isProcessAlive } from './process-identity.ts'

export type ClaimRules = {
  readonly owner: string
  readonly kinds: readonly string[]
  readonly lanes: Readonly<Record<JobLane, number>>
  /** only what this process itself put into the queue: the command line */
  readonly onlyOwn: boolean
}

const LANES: readonly JobLane[] = ['gpu', 'cpu', 'io']

/**
 * Takes at most one waiting job for this process. A lane's places are shared by every living process of the studio, so that the window and
 * the command line do not render on top of each other.
 */
export const claimJob = async (database: Database, { owner, kinds, lanes, onlyOwn }: ClaimRules, now: number): Promise<JobRow | undefined> => {
  if (kinds.length === 0 || !(await jobRepository(database.query).hasQueued())) return undefined
  return database.transaction(async (tx) => {
    const jobs = jobRepository(tx)
    const processes = new Map((await jobs.processes()).map((row) => [row.token, row]))
    for (const lane of LANES) {
      const running = await jobs.runningIn(lane)
      const taken = running.filter((job) => job.owner === owner || (job.owner !== null && isProcessAlive(processes.get(job.owner), now)))
      if (taken.length >= lanes[lane]) continue
      const next = await jobs.next(lane, owner, kinds, onlyOwn)
      if (!next) continue
      return jobs.change(next.id, {
        state: 'running',
        owner,
        wish: null,
        started_at: next.owner === owner ? next.started_at : now,
        finished_at: null,
        updated_at: now,
      })
    }
    return undefined
  })
}
