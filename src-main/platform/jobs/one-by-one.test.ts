import { expect, test } from 'vitest'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { createWorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import { workOneByOne } from './one-by-one.ts'

const recordings = ['a', 'b', 'c'].map((name) => ({ audioSha256: name as Sha256, title: name }))

/** Works through the three; `refuse` throws for those that cannot be done. */
const workThrough = async (refuse: (title: string) => void, abort = new AbortController()) => {
  const left = [...recordings]
  const done: string[] = []
  const given: string[] = []
  const told: string[] = []
  const outcome = await workOneByOne(
    {
      next: async () => left[0],
      countWaiting: async () => left.length,
      doing: 'measuring',
      async work({ title }) {
        refuse(title)
        done.push(title)
        left.shift()
      },
      async giveUp({ title }) {
        given.push(title)
        left.shift()
      },
      endsAll: /^disk\./,
      isBackground: false,
      untilQuiet: async () => undefined,
    },
    { signal: abort.signal, flags: createWorkFlags(), progress: (fraction, stage) => told.push(`${fraction.toFixed(2)} ${stage}`) },
  )
  return { ...outcome, done, given, told }
}

test('a recording that cannot be done is noted, and the others go on', async () => {
  const refused = await workThrough((title) => {
    if (title === 'b') throw new FailureError(failure('audio.unreadable', 'It cannot be read.'))
  })
  expect(refused).toMatchObject({ tried: 3, done: ['a', 'c'], given: ['b'], failed: { failure: { code: 'audio.unreadable' } } })
  expect(refused.told).toEqual(['0.00 measuring a', '0.33 measuring b', '0.67 measuring c'])
})

test('a full disk, a defect and a cancel end the whole and note nothing', async () => {
  const full = () => {
    throw new FailureError(failure('disk.full', 'The disk is full.'))
  }
  await expect(workThrough(full)).rejects.toThrow('The disk is full.')
  await expect(
    workThrough(() => {
      throw new TypeError('a defect')
    }),
  ).rejects.toThrow('a defect')
  const abort = new AbortController()
  const cancelled = workThrough(() => {
    abort.abort()
    throw new FailureError(failure('audio.unreadable', 'It cannot be read.'))
  }, abort)
  await expect(cancelled).rejects.toThrow(/abort/i)
})

test('a recording that still waits after it was done is not done again for ever', async () => {
  const [first] = recordings
  let times = 0
  const { tried } = await workOneByOne(
    {
      next: async () => first,
      countWaiting: async () => 1,
      doing: 'measuring',
      work: async () => void times++,
      giveUp: async () => undefined,
      endsAll: /^disk\./,
      isBackground: false,
      untilQuiet: async () => undefined,
    },
    { signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined },
  )
  expect([tried, times]).toEqual([1, 1])
})
