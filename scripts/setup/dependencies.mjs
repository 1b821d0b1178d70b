import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './folders.mjs'
import { npmCleanInstall } from './npm.mjs'
import { say } from './say.mjs'
import { readStamp, writeStamp } from './stamps.mjs'

/**
 * Whether what lies in node_modules is what the lock file asks for. npm writes down what it installed; every entry must agree, and only
 * optional ones (other platforms) may be absent.
 */
export const isInstalled = (lock, installed) => {
  const wanted = Object.entries(lock.packages ?? {}).filter(([path]) => path !== '')
  const have = installed.packages ?? {}
  const agrees = (path, entry) => have[path]?.version === entry.version && (have[path].integrity ?? entry.integrity) === entry.integrity
  return (
    wanted.every(([path, entry]) => (have[path] ? agrees(path, entry) : entry.optional === true || entry.devOptional === true)) &&
    Object.keys(have).every((path) => lock.packages?.[path])
  )
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** Installs the packages of the lock file when they are not there already. Costs milliseconds when they are. */
export const ensureDependencies = async () => {
  const lockPath = join(root, 'package-lock.json')
  const installedPath = join(root, 'node_modules', '.package-lock.json')
  const lockHash = createHash('sha256').update(readFileSync(lockPath)).update(`${process.platform}-${process.arch}`).digest('hex')
  if (existsSync(installedPath)) {
    if (readStamp('dependencies')?.lockHash === lockHash) return
    if (isInstalled(readJson(lockPath), readJson(installedPath))) return writeStamp('dependencies', { lockHash })
  }
  // npm ci would empty the folder behind the link, which belongs to another checkout
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink())
    return say('node_modules is a link to another folder: its packages are used as they are. Install there what is missing.')
  say('Installing packages (a minute or two the first time) …')
  await npmCleanInstall(root)
  writeStamp('dependencies', { lockHash })
}
