import { defineConfig } from '@playwright/test'

/** End-to-end tests drive the real Electron. `npm run test:e2e` sets up the runtime, the build and the virtual display. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Each test opens its own app on its own data folder; two at a time starve each other's sound and timing on a small machine.
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.CI ? [['line']] : [['list']],
})
