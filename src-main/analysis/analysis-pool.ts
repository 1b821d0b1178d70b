import type { Hearing } from '../../src-shared/analysis/hearing.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { createThreadPool } from '../platform/threads/thread-pool.ts'

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./analysis.worker.ts', import.meta.url) : new URL('./analysis.worker.js', import.meta.url)

/** Ears: one thread, so that listening never takes more than one core. Close it. */
export const createListener = () => {
  const pool = createThreadPool(workerUrl, 1)
  return {
    listen: (path: string, context: WorkContext): Promise<Hearing> => pool.run('listen', { path }, context),
    close: () => pool.close(),
  }
}
