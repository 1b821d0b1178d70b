/** End-to-end tests in the real Electron: `npm run test:e2e -- [playwright's words]`. On Linux under a virtual display of their own. */
import { join } from 'node:path'
import { root } from './setup/folders.mjs'
import { prepareTests } from './setup/prepare.mjs'
import { run } from './setup/run.mjs'
import { main } from './setup/say.mjs'

await main(async () => {
  const electron = await prepareTests()
  const playwright = [process.execPath, join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', ...process.argv.slice(2)]
  const [command, ...args] = process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24', ...playwright] : playwright
  const { code } = await run(command, args, { cwd: root, env: { ...process.env, ...electron.env, SEGNO_TEST_ELECTRON: electron.executable } })
  return code
})
