import { availableParallelism } from 'node:os'
import { root } from '../setup/folders.mjs'
import { npmEnvironment } from '../setup/npm.mjs'
import { run } from '../setup/run.mjs'
import { say } from '../setup/say.mjs'

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`.padStart(8)

/**
 * Runs rows of stages one after the other and stops at the first row with a failure; prints what each stage took. The stages of a row run side
 * by side, a core each; what they say is shown when they end.
 *
 * @param {readonly (readonly (readonly string[])[])[]} rows  stages, each a name, a script and its words
 * @param {{ env?: Record<string, string>, begun?: number, before?: readonly string[] }} [options]
 *   `begun` and `before` put the set-up's own time on the bill
 * @returns {Promise<number>} exit code
 */
export const runStages = async (rows, { env = {}, begun = performance.now(), before = [] } = {}) => {
  const timings = before.map((name) => `${seconds(begun)}  ${name}`)
  // What runs must not depend on who runs it: no outer npm, no colours.
  const clean = { ...npmEnvironment(), ...env, CI: '1', NO_COLOR: '1', FORCE_COLOR: undefined }

  /** @returns {Promise<boolean>} whether it passed */
  const runStage = async ([name, script, ...words], isAlone) => {
    if (isAlone) say(`\n── ${name}`)
    const at = performance.now()
    const { code, text } = await run(process.execPath, [script, ...words], { cwd: root, env: clean, quiet: !isAlone })
    if (!isAlone) say(`\n── ${name}\n${text.trimEnd()}`)
    timings.push(`${seconds(at)}  ${name}${code === 0 ? '' : `  FAILED (${code})`}`)
    return code === 0
  }

  for (const row of rows) {
    const failed = []
    const waiting = [...row]
    const work = async () => {
      for (let stage = waiting.shift(); stage; stage = waiting.shift()) if (!(await runStage(stage, row.length === 1))) failed.push(stage[0])
    }
    await Promise.all(Array.from({ length: Math.min(row.length, availableParallelism()) }, work))
    if (failed.length > 0) {
      say(`\n${timings.join('\n')}\n\n${failed.join(', ')} failed; later stages were not run.`)
      return 1
    }
  }
  say(`\n${timings.join('\n')}\n${seconds(begun)}  in all: everything passed.`)
  return 0
}
