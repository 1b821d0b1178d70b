import type { Job } from '../../src-shared/jobs/contract.ts'
import { timeAgo, timeLeft } from '../words/index.ts'

/** Stages come as words of the work ("composing the bridge"); here they begin a line. */
const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** The line under a job's title: what happens now, or how it ended. */
export const jobLine = (job: Job, now: number): string => {
  switch (job.state) {
    case 'queued':
      // a job that the last quit cut short says so while it waits for its second start
      return job.stage === '' ? 'Waiting' : `Waiting: ${job.stage}`
    case 'running':
      return [sentence(job.stage) || 'Starting', job.etaSeconds === undefined ? undefined : timeLeft(job.etaSeconds)].filter(Boolean).join(' · ')
    case 'paused':
      return job.stage === '' ? 'Paused' : `Paused: ${job.stage}`
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
