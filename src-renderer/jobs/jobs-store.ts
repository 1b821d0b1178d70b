import { create } from 'zustand'
import type { Job } from '../../src-shared/jobs/contract.ts'
import type { JobId } from '../../src-shared/kernel/ids.ts'
import type { Result } from '../../src-shared/kernel/result.ts'
import { studio } from '../bridge/studio-client.ts'
import { notifyFailure } from '../notices/index.ts'
import { isActive } from './job-order.ts'

type JobsState = { readonly byId: Readonly<Record<string, Job>>; readonly activeCount: number }

/** Mirror of main's queue and history. */
export const useJobs = create<JobsState>()(() => ({ byId: {}, activeCount: 0 }))

const put = (changed: readonly Job[], removed: readonly JobId[] = []): void =>
  useJobs.setState(({ byId }) => {
    const next = { ...byId }
    for (const job of changed) next[job.id] = job
    for (const id of removed) delete next[id]
    return { byId: next, activeCount: Object.values(next).filter(isActive).length }
  })

export const connectJobs = async (): Promise<void> => {
  studio.jobs.on('changed', (job) => put([job]))
  studio.jobs.on('removed', ({ jobIds }) => put([], jobIds))
  const reply = await studio.jobs.list({ limit: 500 })
  if (reply.ok) put(reply.value)
  else notifyFailure(reply.error)
}

const ask = async (question: Promise<Result<Job>>): Promise<void> => {
  const reply = await question
  if (reply.ok) put([reply.value])
  else notifyFailure(reply.error)
}

export const cancelJob = (jobId: JobId): Promise<void> => ask(studio.jobs.cancel({ jobId }))
export const pauseJob = (jobId: JobId): Promise<void> => ask(studio.jobs.pause({ jobId }))
export const resumeJob = (jobId: JobId): Promise<void> => ask(studio.jobs.resume({ jobId }))
export const retryJob = (jobId: JobId): Promise<void> => ask(studio.jobs.retry({ jobId }))
export const moveJob = (jobId: JobId, beforeJobId: JobId | undefined): Promise<void> => ask(studio.jobs.reorder({ jobId, beforeJobId }))

export const clearFinishedJobs = async (): Promise<void> => {
  const reply = await studio.jobs.clearFinished({})
  if (!reply.ok) return notifyFailure(reply.error)
  const list = await studio.jobs.list({ limit: 500 })
  if (!list.ok) return notifyFailure(list.error)
  useJobs.setState({ byId: {}, activeCount: 0 })
  put(list.value)
}
