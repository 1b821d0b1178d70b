import { spawn } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { SetupError, say } from '../setup/say.mjs'
import { executableOf, resourcesOf } from './package-app.mjs'

/** How each fuse must be set: what could run other code than the app's own is off. */
const FUSES = [
  [FuseV1Options.RunAsNode, FuseState.DISABLE],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseState.DISABLE],
  [FuseV1Options.EnableNodeCliInspectArguments, FuseState.DISABLE],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, FuseState.ENABLE],
  [FuseV1Options.OnlyLoadAppFromAsar, FuseState.ENABLE],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, FuseState.DISABLE],
]
/** What must never be shipped: GPL data, unused SoundFonts, other platforms' binaries, tests and sources. */
const FORBIDDEN = [
  /TimGM6mb/i,
  /MuseScore_General/i,
  /\.test\.[jt]sx?$/,
  /(^|\/)src-(main|renderer|shared|preload)\//,
  /electron-gt/,
  /default_app\.asar/,
  /@node-llama-cpp\/[^/]*-cuda.*\//,
  /gitRelease\.bundle$/,
]
const OTHER_PLATFORMS = ['darwin', 'linux', 'linuxmusl', 'win32'].filter((name) => name !== process.platform)
const LLAMA_PLATFORM = { darwin: 'mac', win32: 'win' }[process.platform] ?? process.platform
const FOREIGN = [
  ...OTHER_PLATFORMS.flatMap((name) => [new RegExp(`[./]${name}-.*\\.node$`), new RegExp(`onnxruntime-node/bin/napi-v\\d+/${name}/`)]),
  new RegExp(`@node-llama-cpp/(?!${LLAMA_PLATFORM}-${process.arch}).*/`),
]
const isForOtherPlatform = (path) => FOREIGN.some((pattern) => pattern.test(path))
const REQUIRED = [
  /@librescore\/sf3\/FluidR3Mono_GM\.sf3/,
  /^out\/main\/index\.js$/,
  /^out\/main\/onnx\.worker\.js$/,
  /onnxruntime_binding\.node$/,
  /^out\/main\/llama\.worker\.js$/,
  /app\.asar\.unpacked\/node_modules\/@node-llama-cpp\/.*llama-addon\.node$/,
  /node-llama-cpp\/llama\/grammars\/json\.gbnf$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/index\.html$/,
]
/** How long the packaged app may take to show a page that is connected, milliseconds. */
const START_MILLISECONDS = 60_000
const SONG_MILLISECONDS = 90_000

const listFiles = (resources) => {
  const asar = createRequire(createRequire(import.meta.url).resolve('app-builder-lib'))('@electron/asar')
  const packed = asar.listPackage(join(resources, 'app.asar')).map((path) => path.replaceAll('\\', '/').replace(/^\//, ''))
  const beside = readdirSync(resources, { recursive: true }).map((path) => `resources/${String(path).replaceAll('\\', '/')}`)
  return [...packed, ...beside]
}

const hasSong = (home) => existsSync(join(home, 'audio')) && readdirSync(join(home, 'audio'), { recursive: true }).some((path) => String(path).endsWith('.wav'))

/** ONNX Runtime answers from its own process: its libraries are where the system finds them. */
const hasInference = async (page) => {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('tab', { name: 'Hardware' }).click()
  await page.getByText(/\d GFLOPS/).waitFor({ timeout: START_MILLISECONDS })
  await page.getByRole('button', { name: 'Create' }).click()
}

/** Opens the packaged app on an empty data folder, asks its page for a short song, and waits for the file. Seen through the page's debugging port. */
const makesASong = async (executable) => {
  const home = await mkdtemp(join(tmpdir(), 'segno-packed-'))
  const isRoot = process.getuid?.() === 0
  const words = [...(isRoot ? ['--no-sandbox'] : []), '--remote-debugging-port=0']
  const [command, ...args] = process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24', executable, ...words] : [executable, ...words]
  const child = spawn(command, args, { cwd: home, env: { ...process.env, SEGNO_HOME: home }, stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  let errors = ''
  const address = new Promise((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      errors += chunk
      const found = /^DevTools listening on (ws:\S+)/m.exec(errors)
      if (found) resolve(found[1])
    })
    child.on('close', (code) => reject(new SetupError(`The packaged app ended with ${code}:\n${errors}`)))
    setTimeout(() => reject(new SetupError(`The packaged app did not start:\n${errors}`)), START_MILLISECONDS).unref()
  })
  try {
    const { chromium } = await import('@playwright/test')
    const browser = await chromium.connectOverCDP(await address, { timeout: START_MILLISECONDS })
    const context = browser.contexts()[0]
    const page = context.pages()[0] ?? (await context.waitForEvent('page', { timeout: START_MILLISECONDS }))
    await page.locator('nav').first().waitFor({ timeout: START_MILLISECONDS })
    await hasInference(page)
    await page.getByRole('textbox').first().fill('short chip tune, 8 bars')
    await page.getByRole('button', { name: /^Generate/ }).click()
    const patience = performance.now() + SONG_MILLISECONDS
    while (!hasSong(home)) {
      if (performance.now() > patience) throw new SetupError(`The packaged app opened, but made no song:\n${errors}`)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    await browser.close()
  } finally {
    const isRunning = child.exitCode === null && child.signalCode === null
    if (isRunning) {
      const ended = new Promise((resolve) => child.once('close', resolve))
      process.kill(-child.pid, 'SIGTERM')
      await ended
    }
    rmSync(home, { recursive: true, force: true })
  }
}

/** @throws SetupError naming everything that is wrong with the package */
export const checkPackage = async (unpacked) => {
  const executable = executableOf(unpacked)
  const files = listFiles(resourcesOf(unpacked))
  const wire = await getCurrentFuseWire(executable)
  const wrong = [
    ...FUSES.filter(([fuse, state]) => wire[fuse] !== state).map(([fuse]) => `the fuse ${FuseV1Options[fuse]} is set wrongly`),
    ...FORBIDDEN.flatMap((pattern) => files.filter((path) => pattern.test(path)).map((path) => `${path} must not ship`)),
    ...files.filter(isForOtherPlatform).map((path) => `${path} is for another platform`),
    ...REQUIRED.filter((pattern) => !files.some((path) => pattern.test(path))).map((pattern) => `nothing matches ${pattern}`),
    ...(files.includes('resources/THIRD-PARTY.md') ? [] : ['THIRD-PARTY.md is not beside the app']),
  ]
  if (wrong.length > 0) throw new SetupError(`The package in ${unpacked} is wrong:\n- ${wrong.join('\n- ')}`)
  say(`${files.length} files, none of them forbidden; fuses as they should be.`)
  await makesASong(executable)
  say('The packaged app opens its window, runs a graph in its inference process and makes a song.')
}
