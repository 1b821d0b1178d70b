import type { Job } from '../../../src-shared/jobs/contract.ts'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'

const UNFINISHED = new Set<Job['state']>(['queued', 'running', 'paused', 'interrupted', 'failed'])
const MAKES_TAKES = /^(editing|regenerate|extend)/

/** The open song's takes that are being made, or that failed and wait to be read, in the order of their making. */
export const takeJobsOf = (jobs: readonly Job[], trackId: TrackId): Job[] =>
  jobs
    .filter((job) => job.subjectId === trackId && MAKES_TAKES.test(job.kind) && UNFINISHED.has(job.state))
    .sort((a, b) => a.createdAt - b.createdAt || a.position - b.position)
