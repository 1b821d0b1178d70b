import { expect, test } from 'vitest'
import type { Job } from '../../src-shared/jobs/contract.ts'
import { jobNews } from './job-news.ts'

const job = (id: string, state: Job['state'], about: object = {}): Job =>
  ({ id, kind: 'generation.generate', title: `Song ${id}`, priority: 0, state, ...about }) as Job
const byId = (...jobs: Job[]) => Object.fromEntries(jobs.map((one) => [one.id, one]))
const none = () => false

test('an end is told once, and only of jobs that were seen at work', () => {
  expect(jobNews(byId(job('a', 'running')), byId(job('a', 'succeeded'), job('b', 'succeeded')), none)).toEqual({ done: ['Done: Song a.'], failed: [] })
  expect(jobNews(byId(job('a', 'succeeded')), byId(job('a', 'succeeded')), none)).toEqual({ done: [], failed: [] })
  expect(jobNews(byId(job('a', 'running')), byId(job('a', 'cancelled')), none)).toEqual({ done: [], failed: [] })
  const quiet = { priority: -10 }
  expect(jobNews(byId(job('a', 'running', quiet)), byId(job('a', 'succeeded', quiet)), none).done).toEqual([])
})

test('jobs of one click are told together, when the last of them has ended', () => {
  const one = (state: Job['state']) => job('a', state, { groupId: 'g', title: 'Generate: rain (take 1)' })
  const two = (state: Job['state']) => job('b', state, { groupId: 'g', title: 'Generate: rain (take 2)' })
  expect(jobNews(byId(one('running'), two('queued')), byId(one('succeeded'), two('running')), none).done).toEqual([])
  expect(jobNews(byId(one('succeeded'), two('running')), byId(one('succeeded'), two('succeeded')), none).done).toEqual(['Done: 2 × Generate: rain.'])
})

test('a failure says why; takes of the open song are left to the song', () => {
  const failed = jobNews(byId(job('a', 'running')), byId(job('a', 'failed', { error: { code: 'x.y', message: 'The disk is full.' } })), none)
  expect(failed.failed).toEqual(['Failed: Song a. The disk is full.'])
  const take = { kind: 'editing.regenerate', subjectId: 'trk_1' }
  expect(jobNews(byId(job('a', 'running', take)), byId(job('a', 'succeeded', take)), (id) => id === 'trk_1').done).toEqual([])
})

test('a title that was cut short gets no second full stop', () => {
  const long = { title: 'Generate: late-night lo-fi…' }
  expect(jobNews(byId(job('a', 'running', long)), byId(job('a', 'succeeded', long)), none).done).toEqual(['Done: Generate: late-night lo-fi…'])
})
