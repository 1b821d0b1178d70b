import type { Job, JobState } from '../../src-shared/jobs/contract.ts'
import type { JobId } from '../../src-shared/kernel/ids.ts'

const ACTIVE: ReadonlySet<JobState> = new Set(['running', 'queued', 'paused'])
export const isActive = (job: Job): boolean => ACTIVE.has(job.state)

/** What runs first, then what waits in the order in which it will run. */
export const activeJobs = (jobs: readonly Job[]): Job[] =>
  jobs.filter(isActive).sort((a, b) => Number(b.state === 'running') - Number(a.state === 'running') || b.priority - a.priority || a.position - b.position)

/** Newest first. */
export const pastJobs = (jobs: readonly Job[]): Job[] =>
  jobs.filter((job) => !isActive(job)).sort((a, b) => (b.finishedAt ?? b.createdAt) - (a.finishedAt ?? a.createdAt))

/** Where "earlier" and "later" put a waiting job among its lane. `false`: it cannot move that way. */
export const neighbourFor = (job: Job, jobs: readonly Job[], direction: 'earlier' | 'later'): { readonly beforeJobId: JobId | undefined } | false => {
  const waiting = activeJobs(jobs).filter((other) => other.lane === job.lane && other.state !== 'running' && other.priority === job.priority)
  const at = waiting.findIndex((other) => other.id === job.id)
  if (at < 0) return false
  if (direction === 'earlier') {
    const before = waiting[at - 1]
    return before ? { beforeJobId: before.id } : false
  }
  if (at >= waiting.length - 1) return false
  return { beforeJobId: waiting[at + 2]?.id }
}
