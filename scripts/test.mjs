/** `npm test`: set-up, then every check there is, the cheap ones first. Stops at the first failure; prints what each stage took. */
import { join } from 'node:path'
import { root } from './setup/folders.mjs'
import { npmEnvironment } from './setup/npm.mjs'
import { prepareTests } from './setup/prepare.mjs'
import { run } from './setup/run.mjs'
import { main, say } from './setup/say.mjs'

const bin = (...path) => join(root, 'node_modules', ...path)
const stages = [
  ['format and lint', bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '.'],
  ['types', bin('ts7', 'bin', 'tsc'), '-p', '.'],
  ['dependency rules', bin('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), 'src-shared', 'src-main', 'src-preload', 'src-renderer'],
  ['unused code', bin('knip', 'bin', 'knip.js')],
  ['licences', join(root, 'scripts', 'licences.mjs')],
  ['unit tests', bin('vitest', 'vitest.mjs'), 'run', '--project', 'unit', '--project', 'window'],
  ['integration tests', bin('vitest', 'vitest.mjs'), 'run', '--project', 'integration'],
  ['end-to-end tests', join(root, 'scripts', 'e2e.mjs')],
  ['package', join(root, 'scripts', 'dist.mjs'), '--check'],
]

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`.padStart(8)

await main(async () => {
  const begun = performance.now()
  const electron = await prepareTests()
  const timings = [`${seconds(begun)}  set-up and build`]
  // The suite must not depend on who runs it: its own home, no display, no colour.
  const env = { ...npmEnvironment(), ...electron.env, CI: '1', NO_COLOR: '1', FORCE_COLOR: undefined }
  for (const [name, script, ...args] of stages) {
    say(`\n── ${name}`)
    const at = performance.now()
    const { code } = await run(process.execPath, [script, ...args], { cwd: root, env })
    timings.push(`${seconds(at)}  ${name}${code === 0 ? '' : `  FAILED (${code})`}`)
    if (code !== 0) {
      say(`\n${timings.join('\n')}\n\n${name} failed; later stages were not run.`)
      return 1
    }
  }
  say(`\n${timings.join('\n')}\n${seconds(begun)}  in all: everything passed.`)
  return 0
})
