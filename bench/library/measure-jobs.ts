import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { openDatabase } from '../../src-main/platform/database/index.ts'
import { createEvents } from '../../src-main/platform/events.ts'
import { createWorkFolders } from '../../src-main/platform/files/index.ts'
import { createIdSource } from '../../src-main/platform/ids.ts'
import { createJobService, identifyThisProcess, type JobDefinition } from '../../src-main/platform/jobs/index.ts'
import { row, time } from './samples.ts'

/** What the queue of jobs costs by itself. */
export const measureJobs = async (folder: string): Promise<void> => {
  const jobsPath = join(folder, 'jobs.sqlite')
  const database = await openDatabase({ path: jobsPath, backupsFolder: join(folder, 'backups'), now: Date.now })
  const jobs = createJobService({
    database,
    events: createEvents(() => {}),
    ids: createIdSource(randomBytes, Date.now),
    now: Date.now,
    workFolders: createWorkFolders(join(folder, 'work')),
    identity: identifyThisProcess(randomBytes),
  })
  const nothing: JobDefinition = { kind: 'nothing', payload: z.object({}), lane: 'io', afterCrash: 'restart', run: async () => {} }
  await jobs.start([nothing])
  row('one job from enqueue to its end', await time(50, async () => jobs.whenEnded(await jobs.enqueue(nothing, {}, { title: 'x' }))))
  const startedAt = performance.now()
  const last = await Promise.all(Array.from({ length: 300 }, () => jobs.enqueue(nothing, {}, { title: 'x' })))
  await Promise.all(last.map((id) => jobs.whenEnded(id)))
  console.log(`${'300 jobs at once'.padEnd(52)} ${((performance.now() - startedAt) / 300).toFixed(2).padStart(9)} ms a job`)
  await jobs.close()
  await database.close()
}
