/**
 * Switching takes one after the other: each begins when the one before has ended, and what was asked for last is what stays. Keys come faster than
 * sound is opened.
 */
export const createTurns = () => {
  let asked = 0
  let last: Promise<void> = Promise.resolve()
  return {
    /** left out where something newer was asked for before its turn came */
    take(work: () => Promise<void>): Promise<void> {
      asked += 1
      const turn = asked
      const run = async () => {
        if (turn === asked) await work()
      }
      last = last.then(run, run)
      return last
    },
    /** when all that was asked for is done, whether it went well or not */
    ended: async (): Promise<void> => {
      for (let waited: Promise<void> | undefined; waited !== last; ) {
        waited = last
        await waited.catch(() => undefined)
      }
    },
  }
}
