import { randomBytes } from 'node:crypto'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { openDatabase } from '../database/index.ts'
import { createEvents } from '../events.ts'
import { createWorkFolders } from '../files/index.ts'
import { createIdSource } from '../ids.ts'
import { createJobService, identifyThisProcess, type JobDefinition } from './index.ts'

/**
 * A studio without a window, to be killed by the tests: `node fixture.studio-process.ts FOLDER MODE`. It says what it does on stdout, a
 * line each. Modes: "work" enqueues three jobs and runs them slowly; "resume" runs what it finds; "write" writes transactions until it is killed;
 * "terminal" enqueues one job that only it may run.
 */
const [folder = '', mode = ''] = process.argv.slice(2)
const say = (line: string) => process.stdout.write(`${line}\n`)

const database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
const slow: JobDefinition = {
  kind: 'slow',
  payload: z.object({ name: z.string(), steps: z.number() }),
  lane: 'cpu',
  afterCrash: 'restart',
  async run(payload, { progress, signal, workFolder }) {
    const { name, steps } = payload as { name: string; steps: number }
    say(`running ${name}`)
    for (let step = 0; step < steps; step++) {
      signal.throwIfAborted()
      writeFileSync(join(workFolder, `${step}.part`), 'x'.repeat(10_000))
      progress(step / steps, 'working')
      await sleep(20)
    }
    appendFileSync(join(folder, 'published.txt'), `${name}\n`)
  },
}

const writeForever = async () => {
  for (let number = 0; ; number++) {
    await database.transaction(async (tx) => {
      const at = Date.now()
      // two rows that belong together: a torn transaction would leave one
      await tx
        .insertInto('settings')
        .values({ name: `left-${process.pid}-${number}`, value_json: 'x'.repeat(2_000), updated_at: at })
        .execute()
      await tx
        .insertInto('settings')
        .values({ name: `right-${process.pid}-${number}`, value_json: 'x'.repeat(2_000), updated_at: at })
        .execute()
    })
    say(`committed ${number}`)
  }
}

if (mode === 'write') await writeForever()

const jobs = createJobService({
  database,
  events: createEvents(() => {}),
  ids: createIdSource(randomBytes, Date.now),
  now: Date.now,
  workFolders: createWorkFolders(join(folder, 'work')),
  identity: identifyThisProcess(randomBytes),
  claimOnlyOwn: mode === 'terminal',
})
await jobs.start([slow])
const names = mode === 'work' ? ['one', 'two', 'three'] : mode === 'terminal' ? ['typed'] : []
for (const name of names) await jobs.enqueue(slow, { name, steps: name === 'one' ? 5 : 60 }, { title: name })
say('started')
const keepAlive = setInterval(() => {}, 1_000)
process.on('SIGTERM', async () => {
  await jobs.close()
  await database.close()
  clearInterval(keepAlive)
})
