import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isBuildFresh } from './build.mjs'
import { root } from './folders.mjs'
import { run } from './run.mjs'

/** The bundled command line where it is up to date (it starts faster), otherwise its source. */
export const commandLineEntry = () => {
  const built = join(root, 'out', 'main', 'cli.js')
  return existsSync(built) && isBuildFresh() ? built : join(root, 'src-main', 'cli.ts')
}

/** Runs `segno` with the given words. `stdout` as in `run`. */
export const runSegno = (words, options) =>
  run(process.execPath, ['--disable-warning=ExperimentalWarning', commandLineEntry(), ...words], { stdin: 'inherit', ...options })
