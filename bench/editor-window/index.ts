import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { ensureElectron } from '../../scripts/setup/electron-runtime.mjs'

/**
 * Pan and zoom of the editor in the real Electron: the wheel turned once a frame over the waveform, with 500 regions, on a three-minute song
 * and on an hour. The peer is wavesurfer.js with its Regions plugin doing the same in the same window.
 */
type Times = { readonly frames: readonly number[]; readonly script: readonly number[] }
type Run = Readonly<Record<'zoomIn' | 'pan' | 'zoomOut' | 'panWide', Times>> & { readonly peer: { readonly zoom: Times; readonly pan: Times } | undefined }

const FRAMES = 120
const SONGS = [
  { name: '3 min, 500 regions', seconds: 180, regions: 500, hasPeer: true },
  { name: '1 h, 500 regions', seconds: 3_600, regions: 500, hasPeer: false },
]

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0
const perSecond = ({ frames }: Times): number => (1000 * frames.length) / frames.reduce((sum, time) => sum + time, 0)

const row = (name: string, times: Times): string =>
  [
    name.padEnd(34),
    `${perSecond(times).toFixed(1)} fps`.padStart(10),
    `frame p50 ${quantile(times.frames, 0.5).toFixed(1)} p95 ${quantile(times.frames, 0.95).toFixed(1)} ms`.padStart(32),
    `script p50 ${quantile(times.script, 0.5).toFixed(2)} p95 ${quantile(times.script, 0.95).toFixed(2)} ms`.padStart(34),
  ].join('  ')

const measure = async (executablePath: string, pageFolder: string, song: (typeof SONGS)[number]): Promise<Run> => {
  const app = await _electron.launch({
    executablePath,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), join(import.meta.dirname, 'app.cjs')],
    env: { ...(process.env as Record<string, string>), SEGNO_BENCH_PAGE: pageFolder, SEGNO_BENCH_SONG: `seconds=${song.seconds}&regions=${song.regions}` },
  })
  try {
    const page = await app.firstWindow()
    await page.waitForSelector('canvas[aria-roledescription="waveform"]')
    await page.waitForTimeout(1_500)
    const peer = song.hasPeer ? { seconds: song.seconds, regions: song.regions } : undefined
    return await page.evaluate(([frames, against]) => window.runEditorBench(frames, against), [FRAMES, peer] as const)
  } finally {
    await app.close()
  }
}

const underDisplay = (): boolean => process.platform !== 'linux' || process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined

if (!underDisplay()) {
  const again = ['-a', '-s', '-screen 0 1440x900x24', process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  process.exitCode = spawnSync('xvfb-run', again, { stdio: 'inherit' }).status ?? 1
} else {
  const electron = await ensureElectron()
  Object.assign(process.env, electron.env)
  const page = mkdtempSync(join(tmpdir(), 'segno-bench-'))
  try {
    await build({
      configFile: false,
      root: join(import.meta.dirname, 'page'),
      base: './',
      plugins: [react()],
      logLevel: 'error',
      build: { outDir: page, emptyOutDir: true, target: 'chrome148', assetsInlineLimit: 0, chunkSizeWarningLimit: 4_000 },
    })
    for (const song of SONGS) {
      const run = await measure(electron.executable, page, song)
      console.log(song.name)
      console.log(row('  zoom in, whole song to samples', run.zoomIn))
      console.log(row('  pan, close', run.pan))
      console.log(row('  zoom out', run.zoomOut))
      console.log(row('  pan, wide', run.panWide))
      if (!run.peer) continue
      console.log(row('  peer: wavesurfer zoom', run.peer.zoom))
      console.log(row('  peer: wavesurfer pan', run.peer.pan))
      console.log(`  zoom against the peer: ${(perSecond(run.zoomIn) / perSecond(run.peer.zoom)).toFixed(1)}x the frames a second`)
    }
  } finally {
    rmSync(page, { recursive: true, force: true })
  }
}
