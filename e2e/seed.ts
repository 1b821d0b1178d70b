import { spawn } from 'node:child_process'
import { createStudio } from '../src-main/app/composition-root.ts'
import { locateDataFolder } from '../src-main/platform/files/index.ts'
import { launchNodeProcess } from '../src-main/platform/processes/index.ts'

export type SeedSong = { readonly prompt: string; readonly seconds: number; readonly seed: number; readonly style?: string }

/** Fills a data folder with songs of the built-in engine, in a process of its own, before the window opens. */
export const seedLibrary = (home: string, songs: readonly SeedSong[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [import.meta.filename, home, JSON.stringify(songs)], { stdio: ['ignore', 'ignore', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`seeding ended with ${code}`))))
  })

const main = async (home: string, songs: readonly SeedSong[]): Promise<void> => {
  // idle threads and a queue that waits do not keep a process going
  const keepAwake = setInterval(() => {}, 60_000)
  const folder = locateDataFolder({ platform: process.platform, env: { SEGNO_HOME: home }, home })
  const studio = await createStudio({ folder, env: process.env, now: Date.now, claimOnlyOwn: true, launchProcess: launchNodeProcess })
  for (const { prompt, seconds, seed } of songs) {
    const started = await studio.handlers.generation.start({ prompt, seconds, seed, variations: 1, engine: 'score', overrides: {} })
    if (!started.ok) throw new Error(started.error.message)
    for (const { jobId } of started.value.jobs) {
      const job = await studio.jobs.whenEnded(jobId)
      if (job.state !== 'succeeded') throw new Error(job.error?.message ?? job.state)
    }
  }
  await studio.close()
  clearInterval(keepAwake)
}

const [, script, home, songs] = process.argv
if (script === import.meta.filename && home && songs) await main(home, JSON.parse(songs) as SeedSong[])
