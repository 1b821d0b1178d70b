import type { Job } from '../../../src-shared/jobs/contract.ts'
import { type Failure, failure } from '../../../src-shared/kernel/failure.ts'
import type { JobId } from '../../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../../src-shared/kernel/result.ts'
import type { Database, JobRow } from '../database/index.ts'
import { type JobRepository, jobRepository } from './job-repository.ts'
import { jobOfRow } from './job-rows.ts'
import type { JobRun } from './job-run.ts'

export type JobAnswer = Result<Job, Failure<'job.not-found' | 'job.wrong-state'>>

/** What a person may do with a job. A job that another living process holds is asked for by a wish that its owner reads. */
export type JobCommands = {
  cancel(jobId: JobId): Promise<JobAnswer>
  pause(jobId: JobId): Promise<JobAnswer>
  resume(jobId: JobId): Promise<JobAnswer>
  retry(jobId: JobId): Promise<JobAnswer>
  reorder(jobId: JobId, beforeJobId: JobId | undefined): Promise<JobAnswer>
}

export type JobCommandSurroundings = {
  readonly database: Database
  readonly now: () => number
  /** the run that this process holds of a job */
  runOf(jobId: JobId): JobRun | undefined
  /** told of each row as it is after a command, before the answer */
  onChanged(row: JobRow): void
}

type Step = (row: JobRow, jobs: JobRepository) => Promise<Partial<JobRow> | string>

const notFound = () => err(failure('job.not-found', 'There is no such job any more. It may have been cleared from the list.'))
const wrongState = (message: string) => err(failure('job.wrong-state', message))

export const createJobCommands = ({ database, now, runOf, onChanged }: JobCommandSurroundings): JobCommands => {
  /** reads, decides and writes in one transaction; a step answers what changes, or a sentence that says why not */
  const command = async (jobId: JobId, step: Step): Promise<JobAnswer> => {
    const outcome = await database.transaction(async (tx) => {
      const jobs = jobRepository(tx)
      const row = await jobs.find(jobId)
      if (!row) return undefined
      const change = await step(row, jobs)
      if (typeof change === 'string') return change
      return Object.keys(change).length === 0 ? row : ((await jobs.change(jobId, { ...change, updated_at: now() })) ?? row)
    })
    if (outcome === undefined) return notFound()
    if (typeof outcome === 'string') return wrongState(outcome)
    onChanged(outcome)
    return ok(jobOfRow(outcome))
  }

  const isHeldElsewhere = (row: JobRow) => row.owner !== null && !runOf(row.id)

  return {
    cancel: (jobId) =>
      command(jobId, async (row) => {
        if (row.state === 'succeeded' || row.state === 'failed' || row.state === 'cancelled') return 'This job has already ended.'
        const run = runOf(jobId)
        if (row.wish === 'cancel' && (run?.isStopping ?? true)) return {}
        if (run) {
          run.cancel()
          // the wish outlives this process: a job that was being cancelled when it died is not started again
          return { stage: 'cancelling', state: 'running', wish: 'cancel' }
        }
        if (isHeldElsewhere(row)) return { wish: 'cancel' }
        return { state: 'cancelled', stage: '', finished_at: now(), reserved_for: null }
      }),

    pause: (jobId) =>
      command(jobId, async (row) => {
        if (row.state === 'paused') return {}
        if (row.state !== 'queued' && row.state !== 'running') return 'Only a waiting or running job can be paused.'
        const run = runOf(jobId)
        if (run?.isStopping) return 'This job is being cancelled.'
        if (run) run.pause(true)
        else if (isHeldElsewhere(row)) return { wish: 'pause' }
        return { state: 'paused', eta_seconds: null, ...(run && { fraction: run.progress().fraction, stage: run.progress().stage }) }
      }),

    /** a parked run waits for a place in its lane like any other job, and then goes on where it was */
    resume: (jobId) =>
      command(jobId, async (row) => {
        if (row.state === 'queued' || row.state === 'running') return row.wish === 'pause' ? { wish: null } : {}
        return row.state === 'paused' ? { state: 'queued', wish: null } : 'Only a paused job can be resumed.'
      }),

    retry: (jobId) =>
      command(jobId, async (row, jobs) => {
        if (row.state !== 'failed' && row.state !== 'cancelled' && row.state !== 'interrupted')
          return 'Only a job that failed, was cancelled or was interrupted can be tried again.'
        return {
          state: 'queued',
          stage: '',
          fraction: 0,
          eta_seconds: null,
          attempt: row.attempt + 1,
          crashes: 0,
          error_code: null,
          error_message: null,
          started_at: null,
          finished_at: null,
          owner: null,
          reserved_for: null,
          wish: null,
          position: (await jobs.lastPosition()) + 1,
        }
      }),

    reorder: (jobId, beforeJobId) =>
      command(jobId, async (row, jobs) => {
        if (row.state !== 'queued' && row.state !== 'paused') return 'Only a waiting job can be moved.'
        const others = (await jobs.waiting(row.lane)).filter(({ id }) => id !== jobId)
        const index = beforeJobId === undefined ? others.length : others.findIndex(({ id }) => id === beforeJobId)
        if (index < 0) return 'The job to move before does not wait in the same lane any more.'
        const [before, after] = [others[index - 1], others[index]]
        if (after) {
          const from = before && before.priority === after.priority ? before.position : after.position - 2
          return { priority: after.priority, position: (from + after.position) / 2 }
        }
        return { priority: before?.priority ?? row.priority, position: (await jobs.lastPosition()) + 1 }
      }),
  }
}
