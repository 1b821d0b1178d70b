import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * `npm run bench` runs every benchmark, `npm run bench -- music editing` the named ones. Each is a file `bench/NAME.ts` or a folder
 * `bench/NAME/index.ts`, runs in a process of its own and prints ratios against a peer measured in the same run.
 */
const folder = import.meta.dirname
const known = readdirSync(folder, { withFileTypes: true })
  .flatMap((entry) => {
    if (entry.isDirectory() && existsSync(join(folder, entry.name, 'index.ts'))) return [[entry.name, join(folder, entry.name, 'index.ts')]]
    return entry.name.endsWith('.ts') && !entry.name.includes('.test.') ? [[entry.name.slice(0, -3), join(folder, entry.name)]] : []
  })
  .sort(([a], [b]) => a.localeCompare(b))

const [first, ...rest] = process.argv.slice(2)
const asked = first === undefined ? known.map(([name]) => name) : [first, ...rest.filter((word) => known.some(([name]) => name === word))]
const options = rest.filter((word) => !asked.includes(word))
const unknown = asked.filter((name) => !known.some(([other]) => other === name))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. Known: ${known.map(([name]) => name).join(', ')}.`)
  process.exit(2)
}

const failed = []
for (const [name, file] of known.filter(([name]) => asked.includes(name))) {
  console.log(`\n== ${name} ==`)
  const { status } = spawnSync(process.execPath, ['--expose-gc', '--disable-warning=ExperimentalWarning', file, ...options], { stdio: 'inherit' })
  if (status !== 0) failed.push(name)
}
if (failed.length > 0) console.error(`\nNot finished: ${failed.join(', ')}.`)
process.exitCode = failed.length > 0 ? 1 : 0
