/** End-to-end tests in the real Electron: `npm run test:e2e -- [playwright's words]`. On Linux each worker has a virtual display. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './setup/folders.mjs'
import { prepareTests } from './setup/prepare.mjs'
import { run } from './setup/run.mjs'
import { main, say } from './setup/say.mjs'

/** Told nothing, everything: first what shares the machine, then what needs it alone. */
const rounds =
  process.argv.length > 2
    ? [process.argv.slice(2)]
    : [
        ['--project', 'window'],
        ['--project', 'in time'],
      ]

/** More than these are no accident of a busy machine. */
const FEW = 3

/** Ids of the tests that failed in the round before. */
const failedTests = async () => JSON.parse(await readFile(join(root, 'test-results', '.last-run.json'), 'utf8').catch(() => '{}')).failedTests ?? []

await main(async () => {
  const electron = await prepareTests()
  const env = { ...process.env, ...electron.env, SEGNO_TEST_ELECTRON: electron.executable }
  const codes = []
  for (const words of rounds) {
    const play = (...more) =>
      run(process.execPath, [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', ...words, ...more], { cwd: root, env })
    const { code } = await play()
    const failed = code === 0 ? [] : await failedTests()
    if (failed.length === 0 || failed.length > FEW) codes.push(code)
    else {
      say(`${failed.length} failed while two apps shared the machine. Once more, alone:`)
      codes.push((await play('--last-failed', '--workers=1')).code)
    }
  }
  return codes.find((code) => code !== 0) ?? 0
})
