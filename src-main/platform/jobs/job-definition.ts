import type { z } from 'zod'
import type { Job, JobLane } from '../../../src-shared/jobs/contract.ts'
import type { JobId } from '../../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'

/** `workFolder` is empty, belongs to this run, and is removed when the run ends, however it ends. */
export type JobContext = WorkContext & { readonly jobId: JobId; readonly workFolder: string }

/**
 * A kind of durable work. `run` may be called again from the start after a crash, so it publishes its result by one rename and one
 * transaction at the end. It throws FailureError for what a musician can mend and AbortError when cancelled; anything else is a defect.
 */
export type JobDefinition<P extends z.ZodType = z.ZodType> = {
  readonly kind: string
  readonly payload: P
  readonly lane: JobLane
  /** what happens to a job that was running when the process died: run it again, or leave it to the musician */
  readonly afterCrash: 'restart' | 'ask'
  run(payload: z.output<P>, context: JobContext): Promise<void>
}

export type EnqueueOptions = {
  readonly title: string
  readonly subjectId?: string | undefined
  readonly groupId?: string | undefined
  readonly priority?: number | undefined
}

/** What domains see of the queue. */
export type JobQueue = {
  enqueue<P extends z.ZodType>(definition: JobDefinition<P>, payload: z.input<P>, options: EnqueueOptions): Promise<JobId>
  /** what the jobs of a kind that wait or run for a subject were asked to do, in the order of the queue */
  unfinished<P extends z.ZodType>(definition: JobDefinition<P>, subjectId: string): Promise<z.output<P>[]>
  /** resolves when the job ended in any way; used by the command line */
  whenEnded(jobId: JobId): Promise<Job>
}
