import type { LibraryHandlers } from '../../src-main/library/index.ts'
import type { Database } from '../../src-main/platform/database/index.ts'
import { row, time } from './samples.ts'

/** Changes, backup and check. */
export const measureUpkeep = async (database: Database, library: LibraryHandlers): Promise<void> => {
  row('statistics', await time(10, () => library.stats({})))
  row('rename', await time(50, (n) => library.rename({ trackId: `trk_${n.toString(36).padStart(10, '0')}` as never, title: `new name ${n}` })))
  const setting = (n: number) => ({ name: `n${n}`, value_json: '1', updated_at: 0 })
  row('durable transaction', await time(50, (n) => database.transaction((tx) => tx.insertInto('settings').values(setting(n)).execute())))
  const startedAt = performance.now()
  let longest = 0
  let last = startedAt
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 1)
    last = performance.now()
  }, 1)
  row('backup in steps', await time(1, () => database.backUp('daily')))
  clearInterval(timer)
  console.log(`${'  longest pause of the main thread meanwhile'.padEnd(54)} ${longest.toFixed(2).padStart(12)} ms`)
  row('full check (doctor)', await time(1, () => database.check()))
}
