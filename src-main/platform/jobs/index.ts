export type { JobAnswer } from './job-commands.ts'
export type { EnqueueOptions, JobContext, JobDefinition, JobQueue } from './job-definition.ts'
export { createJobService, type JobService, type JobServiceOptions } from './job-queue.ts'
export { identifyThisProcess, type ProcessIdentity } from './process-identity.ts'
