import type { ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type ElectronApplication, _electron as electron, type Page } from '@playwright/test'
import { openOwnDisplay } from './own-display.ts'

const root = join(import.meta.dirname, '..')

export type LaunchOptions = {
  /** default 1440x900 */
  readonly size?: { readonly width: number; readonly height: number }
  /** Chromium switches or words of the app, after the app's folder */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** The studio, open on one data folder. `page` is its window. */
export type OpenStudio = {
  readonly app: ElectronApplication
  readonly page: Page
  readonly home: string
  /** what main wrote to stderr so far */
  readonly errors: () => string
  /** closes the window as a person does, and waits until the process is gone */
  quit(): Promise<void>
  /** `kill -9`, with everything it started; nothing is tidied up */
  killHard(): Promise<void>
}

const exitOf = (child: ChildProcess): Promise<void> => {
  const { exitCode, signalCode } = child
  if (exitCode !== null || signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

/**
 * Starts the real app on `home`. The executable comes from ELECTRON_OVERRIDE_DIST_PATH (set by `npm run test:e2e`): naming it here instead
 * would skip Playwright's loader, and with it the pause until Playwright is attached.
 */
export const launchStudio = async (home: string, { size = { width: 1440, height: 900 }, args = [], env = {} }: LaunchOptions = {}): Promise<OpenStudio> => {
  await mkdir(join(home, 'window'), { recursive: true })
  await writeFile(join(home, 'window', 'window-state.json'), JSON.stringify({ bounds: { x: 0, y: 0, ...size }, isMaximized: false }))
  const app = await electron.launch({
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, '--force-device-scale-factor=1', ...args],
    env: { ...(process.env as Record<string, string>), SEGNO_HOME: home, ...env },
  })
  let errors = ''
  // Playwright forgets the process once the app is closed
  const child = app.process()
  child.stderr?.on('data', (chunk) => {
    errors += String(chunk)
  })
  const page = await app.firstWindow()
  await page.locator('nav').first().waitFor()
  return {
    app,
    page,
    home,
    errors: () => errors,
    async quit() {
      const exited = exitOf(child)
      await app.close()
      await exited
    },
    async killHard() {
      const exited = exitOf(child)
      child.kill('SIGKILL')
      await exited
    },
  }
}

type Fixtures = {
  /** an empty data folder, removed afterwards */
  home: string
  /** opens the studio on `home`; may be called again after `quit` or `killHard`. Whatever is still open at the end is closed. */
  openStudio: (options?: LaunchOptions) => Promise<OpenStudio>
  /** the studio, open on an empty data folder */
  studio: OpenStudio
}

/** `display`: each worker has its own, so that no app takes the focus from another. */
export const test = base.extend<Fixtures, { display: string }>({
  display: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from the pattern
    async ({}, use) => {
      const close = await openOwnDisplay()
      await use(process.env.DISPLAY ?? '')
      await close()
    },
    { scope: 'worker', auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from the pattern
  home: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'segno e2e ñ-'))
    await use(home)
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  },
  openStudio: async ({ home }, use, testInfo) => {
    const opened: OpenStudio[] = []
    await use(async (options) => {
      const studio = await launchStudio(home, options)
      opened.push(studio)
      return studio
    })
    for (const studio of opened) {
      if (testInfo.status !== testInfo.expectedStatus) await testInfo.attach('stderr of main', { body: studio.errors(), contentType: 'text/plain' })
      await studio.quit().catch(() => studio.killHard())
    }
  },
  studio: async ({ openStudio }, use) => use(await openStudio()),
})

export { expect } from '@playwright/test'
