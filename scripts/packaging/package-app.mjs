import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../setup/folders.mjs'
import { SetupError, say } from '../setup/say.mjs'

const CHECKING_ONLY = `This package was made to be checked on the machine that built it.
It runs on a copy of Electron that came from the package registry, published by a third party,
because Electron's own download could not be reached. Do not give it to anyone.
Build where Electron's own download works to get a package that can be released.
`

/** `['--linux', 'AppImage', 'deb']` -> platform and targets; nothing -> the unpacked folder for this machine. */
export const wantedTargets = (words, platform = process.platform) => {
  const flags = { '--linux': 'linux', '--win': 'win32', '--mac': 'darwin' }
  const [flag, ...targets] = words.filter((word) => word !== '--check')
  if (flag === undefined) return { platform, targets: ['dir'] }
  if (!flags[flag]) throw new SetupError(`Unknown word ${flag}. Use --linux, --win or --mac, then the targets.`)
  return { platform: flags[flag], targets: targets.length > 0 ? targets : ['dir'] }
}

/**
 * Builds a package with electron-builder.
 *
 * @param electron  the runtime that set-up found; a registry copy gives an unpacked folder for checking and nothing else
 * @returns {Promise<string>} the folder of the unpacked app
 */
export const packageApp = async (electron, { platform, targets }) => {
  const isForChecking = electron.origin !== 'official'
  if (isForChecking && (targets.some((target) => target !== 'dir') || platform !== process.platform)) {
    throw new SetupError(
      "Installers are built on Electron's own download only. It could not be reached here; only the unpacked folder can be built, for checking.",
    )
  }
  const { build, createTargets } = await loadBuilder(platform)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const { version: electronVersion } = JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'))
  const output = isForChecking ? 'dist/for-checking-only' : 'dist'
  let unpacked
  await build({
    projectDir: root,
    targets: createTargets(targets),
    publish: 'never',
    config: {
      extends: 'electron-builder.yml',
      electronVersion,
      ...(platform === process.platform && { electronDist: electron.folder }),
      directories: { output, buildResources: 'build' },
      ...(isForChecking && { extraMetadata: { version: `${version}-for-checking-only` } }),
      afterPack: (context) => {
        unpacked = context.appOutDir
        // Electron's own demo, left behind when the runtime is copied from a folder.
        rmSync(join(resourcesOf(unpacked, platform), 'default_app.asar'), { force: true })
      },
    },
  })
  if (isForChecking) {
    writeFileSync(join(unpacked, 'FOR-CHECKING-ONLY.txt'), CHECKING_ONLY)
    say('\nThis package is for checking on this machine only: it runs on the registry copy of Electron, not on the official download.')
  }
  return unpacked
}

const loadBuilder = async (platform) => {
  const { build, Platform } = await import('electron-builder')
  const kind = { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC }[platform]
  return { build, createTargets: (targets) => kind.createTarget(targets) }
}

/** The program inside an unpacked package. */
export const executableOf = (unpacked, platform = process.platform) => {
  if (platform === 'darwin') return join(unpacked, 'Segno Studio.app', 'Contents', 'MacOS', 'Segno Studio')
  return join(unpacked, platform === 'win32' ? 'Segno Studio.exe' : 'segno-studio')
}

export const resourcesOf = (unpacked, platform = process.platform) =>
  platform === 'darwin' ? join(dirname(dirname(executableOf(unpacked, platform))), 'Resources') : join(unpacked, 'resources')
