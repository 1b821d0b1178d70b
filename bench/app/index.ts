import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { build } from 'vite'
import { launchStudio } from '../../e2e/launch.ts'
import { prepareTests } from '../../scripts/setup/prepare.mjs'
import { createWavWriter } from '../../src-main/audio/index.ts'
import type { StudioClient } from '../../src-shared/ipc/studio-contract.ts'

/** The app as a whole, in the real window: stages of the start, round trips over the port, how long main was ever blocked, memory. */
const RATE_HZ = 44_100
const HOUR_FRAMES = RATE_HZ * 3600
const GENERATIONS = 20

type BenchWindow = { readonly bench: StudioClient }

if (process.platform === 'linux' && !process.env.DISPLAY) {
  const { status } = spawnSync('xvfb-run', ['-a', '-s', '-screen 0 1440x900x24', process.execPath, '--expose-gc', import.meta.filename], { stdio: 'inherit' })
  process.exit(status ?? 1)
}

const electron = await prepareTests()
Object.assign(process.env, electron.env)
const home = mkdtempSync(join(tmpdir(), 'segno-bench-app-'))

const percentile = (samples: number[], fraction: number): number => samples.sort((a, b) => a - b)[Math.floor((samples.length - 1) * fraction)] ?? 0
const line = (name: string, value: string) => console.log(`${name.padEnd(46)} ${value}`)

const pageScript = async (): Promise<string> => {
  const entry = join(import.meta.dirname, 'page.ts')
  const built = await build({
    logLevel: 'silent',
    configFile: false,
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'benchPage' } },
  })
  const [first] = Array.isArray(built) ? built : [built]
  if (!first || !('output' in first)) throw new Error('the page script was not built')
  return first.output[0].code
}

/** working set of every process of the app, megabytes */
const memory = async (app: ElectronApplication): Promise<number> => {
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  const kilobytes = await app.evaluate(({ app: electronApp }) => electronApp.getAppMetrics().map(({ memory: { workingSetSize } }) => workingSetSize))
  return kilobytes.reduce((sum, size) => sum + size, 0) / 1024
}

/** longest time that main's event loop did not turn, milliseconds, while `work` runs */
const longestBlock = async (app: ElectronApplication, work: () => Promise<void>): Promise<number> => {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    const monitor = monitorEventLoopDelay({ resolution: 5 })
    monitor.enable()
    Reflect.set(globalThis, 'benchMonitor', monitor)
  })
  await work()
  return app.evaluate(() => (Reflect.get(globalThis, 'benchMonitor') as { max: number; disable(): void }).max / 1e6)
}

const roundTrips = (page: Page, count: number): Promise<number[]> =>
  page.evaluate(async (rounds) => {
    const { bench } = window as unknown as BenchWindow
    const samples: number[] = []
    for (let i = 0; i < rounds; i++) {
      const startedAt = performance.now()
      await bench.settings.get({})
      samples.push(performance.now() - startedAt)
    }
    return samples
  }, count)

const generate = (page: Page, seconds: number, seed: number): Promise<void> =>
  page.evaluate(
    async ([length, firstSeed]) => {
      const { bench } = window as unknown as BenchWindow
      const started = await bench.generation.start({ prompt: 'house, 124 bpm', seconds: length, seed: firstSeed, variations: 1, overrides: {} })
      if (!started.ok) throw new Error(started.error.message)
      const jobId = started.value.jobs[0]?.jobId
      await new Promise<void>((resolve, reject) => {
        const stop = bench.jobs.on('changed', (job) => {
          if (job.id !== jobId || job.finishedAt === undefined) return
          stop()
          if (job.state === 'succeeded') resolve()
          else reject(new Error(job.error?.message ?? job.state))
        })
      })
    },
    [seconds, seed] as const,
  )

const writeHour = async (path: string): Promise<void> => {
  const writer = await createWavWriter(path, { sampleRateHz: RATE_HZ, channelCount: 2 })
  const block = [new Float32Array(RATE_HZ * 10), new Float32Array(RATE_HZ * 10)]
  for (const channel of block)
    for (let i = 0; i < channel.length; i++) channel[i] = 0.4 * Math.sin((i * 2 * Math.PI * 220) / RATE_HZ) * Math.sin((i * Math.PI) / channel.length)
  for (let frame = 0; frame < HOUR_FRAMES; frame += RATE_HZ * 10) await writer.write(block)
  await writer.finish()
}

try {
  const coldStart = performance.now()
  const { app, page, quit } = await launchStudio(home)
  const interactive = performance.now() - coldStart
  const stages = readFileSync(join(home, 'logs', 'studio.log'), 'utf8')
    .split('\n')
    .filter((text) => text.includes('the window is connected'))
    .map((text) => JSON.parse(text).data as Record<string, number>)[0]
  for (const [name, milliseconds] of Object.entries(stages ?? {})) line(`start: ${name}`, `${milliseconds} ms`)
  line('start: launch to the places on the screen', `${interactive.toFixed(0)} ms`)

  await page.evaluate(await pageScript())
  await page.waitForFunction(() => 'bench' in window)
  const base = await memory(app)
  line('memory at idle, all processes', `${base.toFixed(0)} MB`)

  await roundTrips(page, 200)
  const quiet = await roundTrips(page, 2_000)
  line('round trip over the port, p50 / p99', `${percentile(quiet, 0.5).toFixed(2)} / ${percentile(quiet, 0.99).toFixed(2)} ms`)

  let busy: number[] = []
  const blocked = await longestBlock(app, async () => {
    const work = generate(page, 120, 1)
    busy = await roundTrips(page, 500)
    await work
  })
  line('round trip while a song renders, p50 / p99', `${percentile(busy, 0.5).toFixed(2)} / ${percentile(busy, 0.99).toFixed(2)} ms`)
  line('longest block of main while a song renders', `${blocked.toFixed(1)} ms`)

  const afterFirst = await memory(app)
  for (let seed = 2; seed <= GENERATIONS + 1; seed++) await generate(page, 30, seed)
  const afterAll = await memory(app)
  line(`memory after 1 / ${GENERATIONS + 1} generations`, `${afterFirst.toFixed(0)} / ${afterAll.toFixed(0)} MB (ratio ${(afterAll / afterFirst).toFixed(2)})`)

  const hourPath = join(home, 'hour.wav')
  await writeHour(hourPath)
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'bench-files' })))
  await page.setInputFiles('#bench-files', hourPath)
  const importBlocked = await longestBlock(app, () =>
    page.evaluate(async () => {
      const { bench } = window as unknown as BenchWindow
      const files = [...((document.querySelector('#bench-files') as HTMLInputElement).files ?? [])]
      const offerId = await (Reflect.get(window, 'segnoShell') as { offerFiles(files: File[]): Promise<string> }).offerFiles(files)
      const done = new Promise<void>((resolve) => {
        bench.library.on('imported', () => resolve())
      })
      const started = await bench.library.importOffered({ offerId: offerId as never })
      if (!started.ok) throw new Error(started.error.message)
      await done
    }),
  )
  line('longest block of main while an hour is imported', `${importBlocked.toFixed(1)} ms`)
  const opened = await page.evaluate(async () => {
    const { bench } = window as unknown as BenchWindow
    const found = await bench.library.list({ text: 'hour' })
    const sha256 = found.ok ? found.value.tracks[0]?.audioSha256 : undefined
    const read = async () => {
      const startedAt = performance.now()
      const response = await fetch(`segno-media://peaks/${sha256}`)
      await response.arrayBuffer()
      return performance.now() - startedAt
    }
    return [await read(), await read()]
  })
  line('waveform of the hour, first / second open', opened.map((milliseconds) => `${milliseconds.toFixed(0)} ms`).join(' / '))
  line('memory after the hour', `${(await memory(app)).toFixed(0)} MB`)
  await quit()
} finally {
  rmSync(home, { recursive: true, force: true })
}
