import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'
import { run } from './run.mjs'
import { SetupError, say } from './say.mjs'

/** Waits before the second and third try, milliseconds: name servers and registries fail in bursts. */
const PAUSES = [4_000, 15_000]

/** npm's own script, so that it runs under the Node of our choice on every platform. */
export const findNpmScript = (env = process.env, nodePath = process.execPath) => {
  const candidates = [
    env.npm_execpath,
    ...(env.PATH ?? env.Path ?? '').split(delimiter).flatMap((folder) => [join(folder, 'npm'), join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js')]),
    join(dirname(nodePath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ]
  for (const candidate of candidates) {
    if (!candidate || !existsSync(candidate)) continue
    const real = realpathSync(candidate)
    if (basename(real) === 'npm-cli.js') return real
  }
  throw new SetupError('npm was not found. Install Node.js with npm (version 22.18 or newer) and run the command again.')
}

/** The environment without what an outer `npm run` put there about *its* package. Registry, cache and proxy settings stay. */
export const npmEnvironment = (env = process.env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_(package_|lifecycle_|command$|config_local_prefix$|config_loglevel$)/.test(name)))

/** `npm ci`, tried three times. No package of ours needs its install script, so none is run. */
export const npmCleanInstall = async (folder, nodePath = process.execPath) => {
  const npm = findNpmScript()
  const args = [npm, 'ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', '--fetch-retries=5']
  const env = { ...npmEnvironment(), PATH: `${dirname(nodePath)}${delimiter}${process.env.PATH ?? ''}` }
  for (let attempt = 0; ; attempt++) {
    const { code, text } = await run(nodePath, args, { cwd: folder, env, quiet: true })
    if (code === 0) return
    const pause = /EINTEGRITY|EUSAGE/.test(text) ? undefined : PAUSES[attempt]
    if (pause === undefined) throw new SetupError(`npm could not install the packages in ${folder}:\n${text.trim()}`)
    say(`  npm failed (${firstLine(text)}); trying again in ${pause / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

const firstLine = (text) => text.trim().split('\n')[0] ?? ''

/** A folder with exactly one package in it, whose bytes must have the given integrity: npm refuses anything else. */
export const installPinnedPackage = async (folder, { name, version, integrity }) => {
  mkdirSync(folder, { recursive: true })
  const project = { name: 'segno-setup', version: '1.0.0', private: true, dependencies: { [name]: version } }
  const packages = {
    '': { name: project.name, version: project.version, dependencies: project.dependencies },
    [`node_modules/${name}`]: { version, integrity },
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...project, lockfileVersion: 3, requires: true, packages }))
  await npmCleanInstall(folder)
  return join(folder, 'node_modules', name)
}
