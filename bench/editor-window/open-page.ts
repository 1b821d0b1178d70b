import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { ensureElectron } from '../../scripts/setup/electron-runtime.mjs'

/** The editor of the page in this folder, in the real Electron: built once, opened for each song. */
export type EditorPages = { on<T>(song: { readonly seconds: number; readonly regions: number }, measure: (page: Page) => Promise<T>): Promise<T> }

const underDisplay = (): boolean => process.platform !== 'linux' || process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined

/** Runs `bench` with the built page; where there is no display the whole program is started again under a virtual one. */
export const withEditorPages = async (bench: (pages: EditorPages) => Promise<void>): Promise<void> => {
  if (!underDisplay()) {
    const again = ['-a', '-s', '-screen 0 1440x900x24', process.execPath, ...process.execArgv, ...process.argv.slice(1)]
    process.exitCode = spawnSync('xvfb-run', again, { stdio: 'inherit' }).status ?? 1
    return
  }
  const electron = await ensureElectron()
  Object.assign(process.env, electron.env)
  const folder = mkdtempSync(join(tmpdir(), 'segno-bench-'))
  try {
    await build({
      configFile: false,
      root: join(import.meta.dirname, 'page'),
      base: './',
      plugins: [react()],
      logLevel: 'error',
      build: { outDir: folder, emptyOutDir: true, target: 'chrome148', assetsInlineLimit: 0, chunkSizeWarningLimit: 4_000 },
    })
    await bench({
      async on({ seconds, regions }, measure) {
        const app = await _electron.launch({
          executablePath: electron.executable,
          args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), join(import.meta.dirname, 'app.cjs')],
          env: { ...(process.env as Record<string, string>), SEGNO_BENCH_PAGE: folder, SEGNO_BENCH_SONG: `seconds=${seconds}&regions=${regions}` },
        })
        try {
          const page = await app.firstWindow()
          await page.waitForSelector('canvas[aria-roledescription="waveform"]')
          await page.waitForTimeout(1_500)
          return await measure(page)
        } finally {
          await app.close()
        }
      },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
