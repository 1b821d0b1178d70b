import { createInterface } from 'node:readline'
import { locateDataFolder } from '../platform/files/index.ts'
import { launchNodeProcess } from '../platform/processes/index.ts'
import { createStudio } from './composition-root.ts'

/**
 * For tests, in a process of its own: a studio that indexes its whole library anew and is killed (SIGKILL, by itself) as soon as the first step is
 * published, in the middle of the next one.
 */
const [, , home = ''] = process.argv
createInterface(process.stdin).on('close', () => process.exit(3))
const folder = locateDataFolder({ platform: process.platform, env: { SEGNO_HOME: home }, home })
const studio = await createStudio({ folder, env: process.env, now: Date.now, claimOnlyOwn: true, launchProcess: launchNodeProcess })
studio.events.on('knowledge.changed', () => process.kill(process.pid, 'SIGKILL'))
await studio.handlers.knowledge.index({ rebuild: true })
