import { locateDataFolder } from '../platform/files/index.ts'
import { launchNodeProcess } from '../platform/processes/index.ts'
import { createStudio } from './composition-root.ts'

/** A studio that has just searched, to be killed by the tests: `node fixture.remembering-studio.ts HOME`. Says "ready" on stdout. */
const [home = ''] = process.argv.slice(2)
const folder = locateDataFolder({ platform: process.platform, env: { SEGNO_HOME: home }, home })
const studio = await createStudio({ folder, env: process.env, now: Date.now, claimOnlyOwn: true, launchProcess: launchNodeProcess })
await studio.handlers.knowledge.find({ query: { kind: 'words', text: 'rain' }, limit: 5 })
process.stdout.write('ready\n')
setInterval(() => undefined, 1_000)
