import { expect, test } from 'vitest'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { JobContext } from '../platform/jobs/index.ts'
import { createLoudnessBook } from './loudness-book.ts'

const [SONG, TAKE] = ['a'.repeat(64) as Sha256, 'b'.repeat(64) as Sha256]
const parent = (audioSha256: Sha256) => ({ audioSha256, loudness: { integratedLufs: -14, truePeakDbtp: -1 } }) as Take
const context = {} as JobContext
const order = { songPath: 'song', resultPath: 'take', geometry: {} as never }

const bookOf = (isShifted = false) => {
  const ran: string[] = []
  let failing: Error | undefined
  const run = async (task: string) => {
    ran.push(task)
    await new Promise((resolve) => setTimeout(resolve, 5))
    const cause = failing
    failing = undefined
    if (cause) throw cause
    if (task === 'traceSong') return new Float64Array([1, 2])
    return isShifted ? undefined : { loudness: { integratedLufs: -15, truePeakDbtp: -2 }, energies: new Float64Array([1, 3]) }
  }
  const whole = async () => ({ integratedLufs: -16, truePeakDbtp: -3 })
  const failNext = (cause: Error) => {
    failing = cause
  }
  return { ran, failNext, book: createLoudnessBook({ run } as Parameters<typeof createLoudnessBook>[0], whole) }
}

test('a song is read once for all takes that begin together, and a take of a take is not read at all', async () => {
  const { ran, book } = bookOf()
  const [known] = await Promise.all([book.prepare(parent(SONG), 'song', context), book.prepare(parent(SONG), 'song', context)])
  const { loudness, keep } = await book.measure(known, order, context)
  expect(loudness.integratedLufs).toBe(-15)
  keep(TAKE)
  expect((await book.prepare(parent(TAKE), 'take', context))?.energies).toEqual(new Float64Array([1, 3]))
  expect(ran).toEqual(['traceSong', 'measureTake'])
})

test('where the one that reads is cancelled, the next one reads', async () => {
  const { ran, failNext, book } = bookOf()
  failNext(new Error('cancelled'))
  const [first, second] = await Promise.allSettled([book.prepare(parent(SONG), 'song', context), book.prepare(parent(SONG), 'song', context)])
  expect([first.status, second.status]).toEqual(['rejected', 'fulfilled'])
  expect(ran).toEqual(['traceSong', 'traceSong'])
})

test('a take whose steps lie elsewhere is measured as a whole', async () => {
  const { book } = bookOf(true)
  const { loudness } = await book.measure(await book.prepare(parent(SONG), 'song', context), order, context)
  expect(loudness.integratedLufs).toBe(-16)
})
