import { setImmediate as breathe } from 'node:timers/promises'

/** Songs looked at in memory in one piece: some milliseconds. */
const SLICE = 20_000

/**
 * Walks the numbers below `end` in slices, so that whoever else asks this thread has a turn between them.
 * @throws AbortError when nobody waits any more
 */
export const inSlices = async (end: number, work: (from: number, to: number) => void, signal?: AbortSignal): Promise<void> => {
  for (let from = 0; from < end; from += SLICE) {
    if (from > 0) await breathe()
    signal?.throwIfAborted()
    work(from, Math.min(end, from + SLICE))
  }
}
