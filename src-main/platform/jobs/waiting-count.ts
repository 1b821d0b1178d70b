const ANEW_MILLISECONDS = 60_000

/**
 * How many wait, for a job's progress: ask once for each that is about to be done. Counting reads the whole library, a tenth of a second of
 * another thread with 100,000 songs; so it is done at first and once a minute, and in between one is taken off.
 */
export const createWaitingCount = (count: () => Promise<number>, clock: () => number = () => performance.now()): (() => Promise<number>) => {
  let waiting = 0
  let countedAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (clock() - countedAt < ANEW_MILLISECONDS) waiting -= 1
    else {
      waiting = await count()
      countedAt = clock()
    }
    // the one that is about to be done
    waiting = Math.max(1, waiting)
    return waiting
  }
}
