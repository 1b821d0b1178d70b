import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type SideBySide, sideBySide } from './side-by-side.ts'

/** `begin` of an item takes so many milliseconds; 0 fails at once. */
const work = async (items: readonly number[], more: Partial<SideBySide<number, number>> = {}) => {
  const cancel = new AbortController()
  const log: string[] = []
  let running = 0
  let most = 0
  const discarded: number[] = []
  const outcome = sideBySide(items, {
    signal: cancel.signal,
    places: () => 3,
    async begin(item) {
      most = Math.max(most, ++running)
      try {
        await sleep(item, undefined, { signal: cancel.signal })
      } finally {
        running--
      }
      if (item === 0) throw new Error('bad')
      return item
    },
    async finish(item, result) {
      try {
        log.push(String(result()))
      } catch {
        log.push(`${item} failed`)
      }
    },
    discard: async (item) => void discarded.push(item),
    ...more,
  })
  return {
    cancel,
    log,
    discarded,
    end: () =>
      outcome.then(
        () => 'done',
        (cause: Error) => cause.message,
      ),
    most: () => most,
    running: () => running,
  }
}

test('slow ones do not hold the others up, and all are finished in their order', async () => {
  const { end, log, most, discarded } = await work([60, 5, 5, 0, 30, 5, 5])
  expect(await end()).toBe('done')
  expect(log).toEqual(['60', '5', '5', '0 failed', '30', '5', '5'])
  expect(most()).toBe(3)
  expect(discarded).toEqual([60, 5, 5, 30, 5, 5])
  expect(await (await work([])).end()).toBe('done')
})

test('what waits for a long one is bounded', async () => {
  const begun: number[] = []
  const { end } = await work([120, ...Array(30).fill(1)], {
    places: () => 2,
    begin: async (item, index) => {
      begun.push(index)
      await sleep(item)
      if (item === 120) expect(begun.length).toBeLessThanOrEqual(6)
      return item
    },
  })
  expect(await end()).toBe('done')
  expect(begun).toHaveLength(31)
})

test('cancel ends what runs, gives back what was read, and waits for all of it', async () => {
  const { end, cancel, log, running, discarded } = await work([300, 5, 5, 300])
  setTimeout(() => cancel.abort(), 50)
  expect(await end()).toMatch(/abort/i)
  expect([log, running(), discarded]).toEqual([[], 0, [5, 5]])
})

test('what ends everything ends it after the running ones, and a source that breaks is told', async () => {
  const full = await work([5, 5, 40, 5, 5, 5, 5, 5], {
    finish: async (_, result) => {
      if (result() === 5) throw new Error('the disk is full')
    },
  })
  expect(await full.end()).toBe('the disk is full')
  expect(full.running()).toBe(0)
  const broken = (async function* () {
    yield 1
    throw new Error('the list broke')
  })()
  const seen: number[] = []
  const finish = async (_: number, result: () => number) => void seen.push(result())
  const signal = new AbortController().signal
  await expect(
    sideBySide<number, number>(broken, { begin: async (item) => item, finish, discard: async () => undefined, places: () => 1, signal }),
  ).rejects.toThrow('the list broke')
  expect(seen).toEqual([1])
})
