import { setTimeout as sleep } from 'node:timers/promises'

export type SideBySide<T, R> = {
  /** the slow half; many run at once, and their ends come in any order */
  begin(item: T, index: number): Promise<R>
  /** the quick half, one after the other in the order of the items. `outcome` throws what `begin` threw. What it throws ends everything. */
  finish(item: T, outcome: () => R, index: number): Promise<void>
  /** an item that was begun and is not finished any more */
  discard(result: R): Promise<void>
  /** how many may run at once just now, 1 or more */
  readonly places: () => number
  readonly signal: AbortSignal
}

/** Items that are begun and wait for a longer one before them take room on the disk: so many for each place. */
const AHEAD = 3
/** how often to look whether there are more places now, milliseconds */
const LOOK_AGAIN = 500

/**
 * Works through items in two halves. Resolves or rejects when nothing runs any more.
 * @throws AbortError, before the next item; what `finish` threw
 */
export const sideBySide = async <T, R>(items: AsyncIterable<T> | Iterable<T>, { begin, finish, discard, places, signal }: SideBySide<T, R>): Promise<void> => {
  type Begun = { readonly item: T; readonly index: number; readonly settled: Promise<PromiseSettledResult<R>> }
  const begun: Begun[] = []
  let running = 0
  let isOver = false
  let wake = () => {}
  const woken = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })

  const start = (item: T, index: number): void => {
    running++
    const settled = Promise.allSettled([begin(item, index)]).then(([result]) => {
      running--
      wake()
      return result as PromiseSettledResult<R>
    })
    begun.push({ item, index, settled })
  }
  const untilPlace = async (): Promise<void> => {
    while (!isOver && !signal.aborted && (running >= places() || begun.length >= AHEAD * places())) await Promise.race([woken(), sleep(LOOK_AGAIN)])
  }
  let tellBegun = () => {}
  const beginAll = async (): Promise<void> => {
    let index = 0
    for await (const item of items) {
      await untilPlace()
      if (isOver || signal.aborted) return
      start(item, index++)
      tellBegun()
    }
  }
  let isAllBegun = false
  let brokenBy: { readonly cause: unknown } | undefined
  const beginning = beginAll()
    .catch((cause: unknown) => {
      brokenBy = { cause }
    })
    .finally(() => {
      isAllBegun = true
      tellBegun()
    })

  try {
    for (;;) {
      signal.throwIfAborted()
      const [first] = begun
      if (first) {
        const settled = await first.settled
        begun.shift()
        wake()
        try {
          signal.throwIfAborted()
          const outcome = () => {
            if (settled.status === 'rejected') throw settled.reason
            return settled.value
          }
          await finish(first.item, outcome, first.index)
        } finally {
          if (settled.status === 'fulfilled') await discard(settled.value)
        }
      } else if (isAllBegun) break
      else
        await new Promise<void>((resolve) => {
          tellBegun = resolve
          if (isAllBegun || begun.length > 0) resolve()
        })
    }
    if (brokenBy) throw brokenBy.cause
  } finally {
    isOver = true
    wake()
    await beginning
    for (const { settled } of begun) {
      const result = await settled
      if (result.status === 'fulfilled') await discard(result.value)
    }
  }
}
