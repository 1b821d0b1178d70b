import { root } from '../setup/folders.mjs'
import { npmEnvironment } from '../setup/npm.mjs'
import { run } from '../setup/run.mjs'
import { say } from '../setup/say.mjs'

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`.padStart(8)

/**
 * Runs stages one after the other and stops at the first that fails; prints what each took.
 *
 * @param {readonly (readonly string[])[]} stages  each a name, a script and its words
 * @param {{ env?: Record<string, string>, begun?: number, before?: readonly string[] }} [options]
 *   `begun` and `before` put the set-up's own time on the bill
 * @returns {Promise<number>} exit code
 */
export const runStages = async (stages, { env = {}, begun = performance.now(), before = [] } = {}) => {
  const timings = before.map((name) => `${seconds(begun)}  ${name}`)
  // What runs must not depend on who runs it: no outer npm, no colours.
  const clean = { ...npmEnvironment(), ...env, CI: '1', NO_COLOR: '1', FORCE_COLOR: undefined }
  for (const [name, script, ...words] of stages) {
    say(`\n── ${name}`)
    const at = performance.now()
    const { code } = await run(process.execPath, [script, ...words], { cwd: root, env: clean })
    timings.push(`${seconds(at)}  ${name}${code === 0 ? '' : `  FAILED (${code})`}`)
    if (code !== 0) {
      say(`\n${timings.join('\n')}\n\n${name} failed; later stages were not run.`)
      return 1
    }
  }
  say(`\n${timings.join('\n')}\n${seconds(begun)}  in all: everything passed.`)
  return 0
}
