import { availableParallelism } from 'node:os'
import type { ResourceLimits } from 'node:worker_threads'
import { createWorkerPool, type WorkerPool } from '../workers/worker-pool.ts'
import { startThread } from './pool-thread.ts'

/** A kill inside native code can take the process along: a cancelled thread gets this long to come back by itself, milliseconds. */
const LINGER_MILLISECONDS = 2_000
const IDLE_MILLISECONDS = 30_000

/** Worker threads for pure computing, one pool a worker file; tasks as `worker-task.ts` serves them. */
export type ThreadPool = Pick<WorkerPool, 'run' | 'close'> & { readonly threadCount: number }

/** @param threads 0 = one a core, 8 at most */
export const createThreadPool = (workerUrl: URL, threads = 0, limits?: ResourceLimits): ThreadPool => {
  const pool = createWorkerPool({
    start: (onFree, onGone) => startThread(workerUrl, limits, onFree, onGone),
    size: threads > 0 ? threads : Math.max(1, Math.min(8, availableParallelism())),
    idleMilliseconds: IDLE_MILLISECONDS,
    lingerMilliseconds: LINGER_MILLISECONDS,
  })
  return { run: pool.run, close: pool.close, threadCount: pool.size }
}
