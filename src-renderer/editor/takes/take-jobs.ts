import type { Job } from '../../../src-shared/jobs/contract.ts'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'

const UNFINISHED = new Set<Job['state']>(['queued', 'running', 'paused', 'interrupted'])
const MAKES_TAKES = /^(editing|enhancement|regenerate|extend)/

/**
 * The open song's takes that are being made, in the order of their making. A failure is shown until the next request: `lastGroupId` is the
 * one the musician asked for last; older failures are for the jobs tray.
 */
export const takeJobsOf = (jobs: readonly Job[], trackId: TrackId, lastGroupId: string | undefined): Job[] =>
  jobs
    .filter((job) => job.subjectId === trackId && MAKES_TAKES.test(job.kind))
    .filter((job) => UNFINISHED.has(job.state) || (job.state === 'failed' && job.groupId === lastGroupId))
    .sort((a, b) => a.createdAt - b.createdAt || a.position - b.position)
