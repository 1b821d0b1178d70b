import type { Handlers } from '../../src-shared/ipc/call.ts'
import type { jobs } from '../../src-shared/jobs/contract.ts'
import { ok } from '../../src-shared/kernel/result.ts'
import type { JobService } from '../platform/jobs/index.ts'

/** The tray's view of the queue. */
export const jobsHandlers = (service: JobService): Handlers<typeof jobs> => ({
  list: async (query) => ok(await service.list(query)),
  cancel: ({ jobId }) => service.cancel(jobId),
  pause: ({ jobId }) => service.pause(jobId),
  resume: ({ jobId }) => service.resume(jobId),
  retry: ({ jobId }) => service.retry(jobId),
  reorder: ({ jobId, beforeJobId }) => service.reorder(jobId, beforeJobId),
  clearFinished: async () => ok({ removed: (await service.clearFinished()).length }),
})
