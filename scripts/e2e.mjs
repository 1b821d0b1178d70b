/** End-to-end tests in the real Electron: `npm run test:e2e -- [playwright's words]`. On Linux each worker has a virtual display. */
import { join } from 'node:path'
import { root } from './setup/folders.mjs'
import { prepareTests } from './setup/prepare.mjs'
import { run } from './setup/run.mjs'
import { main } from './setup/say.mjs'

/** Told nothing, everything: first what shares the machine, then what needs it alone. */
const rounds =
  process.argv.length > 2
    ? [process.argv.slice(2)]
    : [
        ['--project', 'window'],
        ['--project', 'in time'],
      ]

await main(async () => {
  const electron = await prepareTests()
  const env = { ...process.env, ...electron.env, SEGNO_TEST_ELECTRON: electron.executable }
  const codes = []
  for (const words of rounds) {
    const { code } = await run(process.execPath, [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', ...words], { cwd: root, env })
    codes.push(code)
  }
  return codes.find((code) => code !== 0) ?? 0
})
