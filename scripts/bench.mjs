/** `npm run bench -- [names]`: the benchmarks of bench/, under the right Node and with the peers they are measured beside. */
import { join } from 'node:path'
import { root } from './setup/folders.mjs'
import { prepareCommandLine } from './setup/prepare.mjs'
import { run } from './setup/run.mjs'
import { main } from './setup/say.mjs'
import { ensureSystemLibraries } from './setup/system-libraries.mjs'

await main(async () => {
  await prepareCommandLine()
  await ensureSystemLibraries(['independent-ears'], { isRequired: false })
  const { code } = await run(process.execPath, [join(root, 'bench', 'run.mjs'), ...process.argv.slice(2)], { cwd: root, stdout: 'inherit' })
  return code
})
