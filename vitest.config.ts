import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/**
 * Unit tests share their threads: loading the same modules for each of a hundred small files was half of their time. A file therefore puts
 * back what it changes outside itself; `--sequence.shuffle.files` shows whether one does not.
 */
const together = { pool: 'threads', isolate: false } as const

/** Processes and threads of tests start from the sources, and need not compile them each time. */
const compiled = { NODE_COMPILE_CACHE: join(tmpdir(), 'segno-compiled') }

/** Unit tests sit beside the code (`x.test.ts`); `x.alone.test.ts` replace modules; `x.integration.test.ts` use real files, workers and crashes; `x.model.test.ts` need installed weights; `*.test.tsx` render components. */
export default defineConfig({
  test: {
    // the default leaves a core free, which on two cores is half of the machine
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src-{shared,main,preload}/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts', '**/*.model.test.ts'],
          testTimeout: 20_000,
          env: compiled,
          ...together,
        },
      },
      {
        test: {
          name: 'window',
          include: ['src-renderer/**/*.test.{ts,tsx}'],
          exclude: ['**/*.alone.test.ts'],
          environment: 'happy-dom',
          ...together,
        },
      },
      // a module that is replaced (vi.mock) would be so for the tests that share the thread, or be there unreplaced already
      { test: { name: 'alone', include: ['src-renderer/**/*.alone.test.ts'], environment: 'happy-dom', pool: 'threads' } },
      { test: { name: 'models', include: ['src-main/**/*.model.test.ts'], disableConsoleIntercept: true } },
      {
        test: {
          name: 'integration',
          include: ['src-main/**/*.integration.test.ts', 'scripts/**/*.integration.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          globalSetup: ['scripts/checks/shared-folder.ts'],
          env: compiled,
        },
      },
    ],
  },
})
