import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'
import { SetupError, say } from './say.mjs'

/** What a Linux machine needs beyond npm packages: how to see it, and what carries it in the three large families. */
const NEEDS = [
  { group: 'sound', library: 'libasound.so.2', apt: 'libasound2', dnf: 'alsa-lib', pacman: 'alsa-lib' },
  { group: 'window', library: 'libgtk-3.so.0', apt: 'libgtk-3-0', dnf: 'gtk3', pacman: 'gtk3' },
  { group: 'window', library: 'libnss3.so', apt: 'libnss3', dnf: 'nss', pacman: 'nss' },
  { group: 'window', library: 'libgbm.so.1', apt: 'libgbm1', dnf: 'mesa-libgbm', pacman: 'mesa' },
  { group: 'virtual-display', program: 'Xvfb', apt: 'xvfb', dnf: 'xorg-x11-server-Xvfb', pacman: 'xorg-server-xvfb' },
  { group: 'virtual-display', program: 'xauth', apt: 'xauth', dnf: 'xauth', pacman: 'xorg-xauth' },
  { group: 'independent-ears', program: 'ffmpeg', apt: 'ffmpeg', dnf: 'ffmpeg-free', pacman: 'ffmpeg' },
  { group: 'independent-ears', program: 'sox', apt: 'sox', dnf: 'sox', pacman: 'sox' },
  { group: 'independent-ears', program: 'fluidsynth', apt: 'fluidsynth', dnf: 'fluidsynth', pacman: 'fluidsynth' },
]

export const hasProgram = (name, path = process.env.PATH ?? '') =>
  path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

/** Sonames the dynamic linker knows; undefined where it cannot be asked (then nothing is claimed to be missing). */
const knownLibraries = () => {
  const listed = spawnSync('ldconfig', ['-p'], { encoding: 'utf8', env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/sbin:/usr/sbin` } })
  return listed.status === 0 ? listed.stdout : undefined
}

export const missingNeeds = (groups, libraries = knownLibraries(), isThere = hasProgram) =>
  NEEDS.filter((need) => groups.includes(need.group)).filter((need) =>
    need.library ? libraries !== undefined && !libraries.includes(`\t${need.library} `) : !isThere(need.program),
  )

/** The one line that a person can run to get what is missing. */
export const installLine = (missing, isThere = hasProgram) => {
  if (isThere('apt-get')) return `sudo apt-get install -y --no-install-recommends ${missing.map(({ apt }) => apt).join(' ')}`
  if (isThere('dnf')) return `sudo dnf install -y ${missing.map(({ dnf }) => dnf).join(' ')}`
  if (isThere('pacman')) return `sudo pacman -S --needed ${missing.map(({ pacman }) => pacman).join(' ')}`
  return `install with your system's package manager: ${missing.map(({ library, program }) => library ?? program).join(' ')}`
}

/** Newer Ubuntu renamed some libraries (64-bit time): use the new name where it exists. */
const aptName = (name) => {
  const renamed = `${name}t64`
  return spawnSync('apt-cache', ['show', '--no-all-versions', renamed], { stdio: 'ignore' }).status === 0 ? renamed : name
}

const aptInstall = async (missing) => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const updated = await run('apt-get', ['update', '-qq'], { env, quiet: true })
  const names = missing.map(({ apt }) => aptName(apt))
  const installed = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env, quiet: true })
  return installed.code === 0 ? undefined : `${updated.code === 0 ? '' : updated.text}${installed.text}`.trim()
}

/**
 * Makes sure that the named groups of libraries and programs are there. On Debian and Ubuntu as root they are installed; elsewhere the line
 * to run is printed.
 *
 * @param {readonly string[]} groups
 * @param {{ isRequired: boolean }} options  when not required, what stays missing is only said
 */
export const ensureSystemLibraries = async (groups, { isRequired }) => {
  if (process.platform !== 'linux') return
  const missing = missingNeeds(groups)
  if (missing.length === 0) return
  const names = missing.map(({ apt }) => apt).join(' ')
  let why = ''
  if (process.getuid?.() === 0 && hasProgram('apt-get')) {
    say(`Installing system packages: ${names} …`)
    const failed = await aptInstall(missing)
    if (failed === undefined) return
    why = `\napt-get said:\n${failed}`
  }
  const message = `This machine lacks ${names}. Run:\n\n  ${installLine(missing)}\n${why}`
  if (isRequired) throw new SetupError(`${message}\nand start again.`)
  say(message)
}
