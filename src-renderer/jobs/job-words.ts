import type { Job } from '../../src-shared/jobs/contract.ts'
import { timeAgo, timeLeft } from '../words/index.ts'

/** The line under a job's title: what happens now, or how it ended. */
export const jobLine = (job: Job, now: number): string => {
  switch (job.state) {
    case 'queued':
      return 'Waiting'
    case 'running':
      return [job.stage || 'Starting', job.etaSeconds === undefined ? undefined : timeLeft(job.etaSeconds)].filter(Boolean).join(' · ')
    case 'paused':
      return 'Paused'
    case 'succeeded':
      return `Done ${timeAgo(job.finishedAt ?? job.createdAt, now)}`
    case 'cancelled':
      return `Cancelled ${timeAgo(job.finishedAt ?? job.createdAt, now)}`
    case 'interrupted':
      return 'Interrupted: the studio closed while it ran'
    case 'failed':
      return `Failed ${timeAgo(job.finishedAt ?? job.createdAt, now)}`
  }
}
