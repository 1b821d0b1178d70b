import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { JobId, TrackId } from '../../src-shared/kernel/ids.ts'
import { createIdSource } from './ids.ts'

test('ids match their pattern, never repeat, and sort by the time they were made', () => {
  let clock = Date.UTC(2026, 0, 1)
  const ids = createIdSource(randomBytes, () => clock)
  const made = Array.from({ length: 5_000 }, (_, i) => {
    if (i % 7 === 0) clock++
    if (i === 2_500) clock -= 10_000 // the clock was set back
    return ids.track()
  })
  for (const id of made.slice(0, 50)) expect(TrackId.parse(id)).toBe(id)
  expect(new Set(made).size).toBe(5_000)
  expect([...made].sort()).toEqual(made)
  expect(JobId.parse(ids.job())).toMatch(/^job_/)
})

test('two processes in one millisecond do not meet', () => {
  const now = () => 1_767_225_600_000
  const made = Array.from({ length: 2_000 }, () => createIdSource(randomBytes, now).take())
  expect(new Set(made).size).toBe(2_000)
})
