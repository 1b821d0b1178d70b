import { existsSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { createHardwareService } from '../hardware/index.ts'
import { createInference } from '../inference/index.ts'
import { createEvents } from '../platform/events.ts'
import { launchNodeProcess } from '../platform/processes/index.ts'

/** Tells a new data folder what this machine can do: measured (seconds of all cores) once for all tests of a run, not by each studio. */
export const knowMachine = async (home: string): Promise<void> => {
  const known = join(inject('sharedFolder'), 'hardware.json')
  if (!existsSync(known)) {
    const inference = createInference({ launch: launchNodeProcess, settings: () => Promise.reject(new Error('a probe asks for no settings')) })
    const choices = () => ({ provider: 'auto', inferenceThreads: 0, modelMemoryGigabytes: 0 }) as const
    const events = createEvents((cause) => Promise.reject(cause))
    await createHardwareService({ inference: () => inference, choices, cachePath: known, events, now: Date.now }).report()
    await inference.close()
  }
  await mkdir(join(home, 'cache'), { recursive: true })
  await copyFile(known, join(home, 'cache', 'hardware.json'))
}
