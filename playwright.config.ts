import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'

/** What listens to playback in real time: another app beside it would starve its sound. */
const timed = ['**/playback.spec.ts', '**/meters.spec.ts']

/**
 * End-to-end tests drive the real Electron. `npm run test:e2e` sets up the runtime, the build and the virtual display. Each test opens its own
 * app on its own data folder; one app waits for its worker, its disk or its page more than half of the time, so two share the machine.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: Math.min(2, availableParallelism()),
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.CI ? [['line']] : [['list']],
  projects: [
    { name: 'window', testIgnore: timed },
    { name: 'in time', testMatch: timed, workers: 1 },
  ],
})
