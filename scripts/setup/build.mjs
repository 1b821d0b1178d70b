import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './folders.mjs'
import { run } from './run.mjs'
import { SetupError, say } from './say.mjs'
import { readStamp, removeStamp, writeStamp } from './stamps.mjs'

const FOLDERS = ['src-main', 'src-preload', 'src-renderer', 'src-shared']
const FILES = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json']

/** A fingerprint of everything that goes into the bundle; tests do not. */
export const sourcesHash = (folder = root) => {
  const hash = createHash('sha256')
  const sources = FOLDERS.filter((name) => existsSync(join(folder, name))).flatMap((name) =>
    readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  for (const path of [...sources.sort(), ...FILES.map((name) => join(folder, name)).filter(existsSync)]) {
    hash.update(path.slice(folder.length)).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

export const isBuildFresh = () => existsSync(join(root, 'out', 'main', 'index.js')) && readStamp('build')?.sources === sourcesHash()

/** Bundles main, preload and window when a source changed since the last time. */
export const ensureBuilt = async () => {
  const sources = sourcesHash()
  if (existsSync(join(root, 'out', 'main', 'index.js')) && readStamp('build')?.sources === sources) return
  say('Building …')
  removeStamp('build')
  const { code, text } = await run(process.execPath, [join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'], {
    cwd: root,
    quiet: true,
  })
  if (code !== 0) throw new SetupError(`The build failed:\n${text.trim()}`)
  writeStamp('build', { sources })
}
