import { expect, test } from 'vitest'
import type { Job } from '../../../src-shared/jobs/contract.ts'
import { TrackId } from '../../../src-shared/kernel/ids.ts'
import { takeJobsOf } from './take-jobs.ts'

const trackId = TrackId.parse('trk_00000001')
const job = (id: string, more: Partial<Job>): Job =>
  ({ id, kind: 'editing.regenerate', subjectId: trackId, groupId: 'g1', state: 'running', createdAt: 1, position: 1, ...more }) as Job
const ids = (jobs: readonly Job[], group?: string) => takeJobsOf(jobs, trackId, group).map((one) => String(one.id))

test('takes in the making, in the order of their making', () => {
  expect(ids([job('b', { createdAt: 2 }), job('a', {}), job('done', { state: 'succeeded' }), job('gone', { state: 'cancelled' })])).toEqual(['a', 'b'])
})

test('other songs and other work are not takes', () => {
  expect(ids([job('a', { subjectId: 'trk_00000002' }), job('b', { kind: 'mixdown.export' })])).toEqual([])
})

test('a failure is shown for the last request only; what a crash interrupted always', () => {
  const jobs = [job('old', { state: 'failed', groupId: 'g0' }), job('new', { state: 'failed' }), job('cut', { state: 'interrupted', groupId: 'g0' })]
  expect(ids(jobs, 'g1')).toEqual(['new', 'cut'])
})
