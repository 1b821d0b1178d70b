import type { Job } from '../../src-shared/jobs/contract.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { JobId } from '../../src-shared/kernel/ids.ts'
import type { ProgressLine } from './progress-line.ts'
import type { StudioServices } from './studio-services.ts'

/** Waits until all have succeeded, showing how far they are. @throws FailureError the first job's failure; cli.cancelled */
export type FollowJobs = (jobIds: readonly JobId[]) => Promise<void>

export type JobFollower = { readonly follow: FollowJobs; cancelAll(): Promise<void> }

const refuse = ({ state, error }: Job): void => {
  if (state === 'succeeded') return
  if (state === 'cancelled') throw new FailureError(failure('cli.cancelled', 'Cancelled. Nothing was changed.'))
  throw new FailureError(failure(error?.code ?? 'job.failed', error?.message ?? 'The work ended without a result. The log says more.'))
}

export const createJobFollower = (studio: StudioServices, progress: ProgressLine): JobFollower => {
  const followed = new Set<JobId>()
  return {
    async follow(jobIds) {
      for (const jobId of jobIds) followed.add(jobId)
      const stop = studio.events.on('jobs.changed', (job) => {
        if (followed.has(job.id)) progress.show(job)
      })
      try {
        const ended = await Promise.all(
          jobIds.map(async (jobId) => {
            const job = await studio.jobs.whenEnded(jobId)
            followed.delete(jobId)
            return job
          }),
        )
        progress.clear()
        ended.forEach(refuse)
      } finally {
        stop()
      }
    },
    async cancelAll() {
      await Promise.all([...followed].map((jobId) => studio.handlers.jobs.cancel({ jobId })))
    },
  }
}
