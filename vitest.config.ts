import { defineConfig } from 'vitest/config'

/** Unit tests sit beside the code (`x.test.ts`); `x.integration.test.ts` use real files, workers and crashes; `x.model.test.ts` need installed weights; `*.test.tsx` render components. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src-{shared,main,preload}/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts', '**/*.model.test.ts'],
          testTimeout: 20_000,
        },
      },
      { test: { name: 'window', include: ['src-renderer/**/*.test.{ts,tsx}'], environment: 'happy-dom' } },
      { test: { name: 'models', include: ['src-main/**/*.model.test.ts'], disableConsoleIntercept: true } },
      {
        test: {
          name: 'integration',
          include: ['src-main/**/*.integration.test.ts', 'scripts/**/*.integration.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
