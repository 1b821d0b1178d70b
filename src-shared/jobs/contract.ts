import { z } from 'zod'
import { call, NoInput, push } from '../ipc/call.ts'
import { JobId } from '../kernel/ids.ts'

export const JobLane = z.enum(['gpu', 'cpu', 'io'])
export type JobLane = z.output<typeof JobLane>
/** queued -> running -> succeeded | failed | cancelled; paused <-> queued/running; interrupted: the process died while it ran. */
export const JobState = z.enum(['queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled', 'interrupted'])
export type JobState = z.output<typeof JobState>

export const Job = z.object({
  id: JobId,
  kind: z.string(),
  /** what a musician calls it: "Generate: rainy night piano (take 2)" */
  title: z.string(),
  lane: JobLane,
  /** higher runs first; equal priorities run in `position` order */
  priority: z.number().int(),
  position: z.number(),
  state: JobState,
  fraction: z.number().min(0).max(1),
  stage: z.string(),
  /** undefined until enough is known to be honest */
  etaSeconds: z.number().optional(),
  attempt: z.number().int(),
  createdAt: z.number(),
  startedAt: z.number().optional(),
  finishedAt: z.number().optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  /** what it is about, so that screens can show its progress in place ("trk_…") */
  subjectId: z.string().optional(),
  /** jobs started by one click share a group */
  groupId: z.string().optional(),
})
export type Job = z.output<typeof Job>

const one = z.object({ jobId: JobId })
const codes = ['job.not-found', 'job.wrong-state'] as const

export const jobs = {
  list: call({ input: z.object({ states: z.array(JobState).optional(), limit: z.number().int().min(1).max(1000).default(200) }), output: z.array(Job) }),
  cancel: call({ input: one, output: Job, failures: codes }),
  pause: call({ input: one, output: Job, failures: codes }),
  resume: call({ input: one, output: Job, failures: codes }),
  retry: call({ input: one, output: Job, failures: codes }),
  /** moves a queued job before another in the same lane; undefined: to the end */
  reorder: call({ input: z.object({ jobId: JobId, beforeJobId: JobId.optional() }), output: Job, failures: codes }),
  clearFinished: call({ input: NoInput, output: z.object({ removed: z.number().int() }) }),
  changed: push(Job),
  removed: push(z.object({ jobIds: z.array(JobId) })),
} as const
