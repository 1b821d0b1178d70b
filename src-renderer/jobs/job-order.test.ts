// @vitest-environment node
import { expect, test } from 'vitest'
import { Job } from '../../src-shared/jobs/contract.ts'
import { activeJobs, neighbourFor, pastJobs } from './job-order.ts'

const job = (name: string, about: Partial<Job>): Job =>
  Job.parse({
    id: `job_0000000${name}`,
    kind: 'generate',
    title: name,
    lane: 'cpu',
    priority: 0,
    position: 0,
    state: 'queued',
    fraction: 0,
    stage: '',
    attempt: 1,
    createdAt: 0,
    ...about,
  })

const queue = [
  job('c', { position: 3 }),
  job('a', { position: 1 }),
  job('r', { state: 'running', position: 9 }),
  job('b', { position: 2 }),
  job('u', { position: 8, priority: 5 }),
  job('g', { position: 0, lane: 'gpu' }),
  job('x', { state: 'failed', finishedAt: 5 }),
  job('y', { state: 'succeeded', finishedAt: 7 }),
]
const named = (name: string) => queue.find((one) => one.title === name) as Job
const titles = (jobs: readonly Job[]) => jobs.map((one) => one.title).join('')

test('the tray lists what runs, then what is urgent, then the line as it stands', () => {
  expect(titles(activeJobs(queue))).toBe('rugabc')
  expect(titles(pastJobs(queue))).toBe('yx')
})

test('a waiting job moves one place within its lane and priority', () => {
  expect(neighbourFor(named('b'), queue, 'earlier')).toEqual({ beforeJobId: named('a').id })
  expect(neighbourFor(named('a'), queue, 'later')).toEqual({ beforeJobId: named('c').id })
  expect(neighbourFor(named('b'), queue, 'later')).toEqual({ beforeJobId: undefined })
  expect(neighbourFor(named('a'), queue, 'earlier')).toBe(false)
  expect(neighbourFor(named('r'), queue, 'earlier')).toBe(false)
  expect(neighbourFor(named('g'), queue, 'later')).toBe(false)
})
