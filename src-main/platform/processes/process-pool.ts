import { createWorkerPool, type WorkerPool } from '../workers/worker-pool.ts'
import { startProcess } from './pool-process.ts'
import type { LaunchProcess } from './process-link.ts'

/** Work that may crash, or that holds gigabytes, in a process of its own; tasks as `process-task.ts` serves them. */
export type ProcessPool = Pick<WorkerPool, 'run' | 'close'>

export type ProcessPoolOptions = {
  readonly launch: LaunchProcess
  readonly entry: URL
  readonly name: string
  /** a process that had nothing to do for so long ends, and gives back what it holds */
  readonly idleMilliseconds: number
}

/**
 * One task at a time. A cancelled task that does not answer within the pool's grace loses its process on the spot: unlike a thread, a process
 * can be killed inside native code without taking anything else along.
 */
export const createProcessPool = ({ launch, entry, name, idleMilliseconds }: ProcessPoolOptions): ProcessPool =>
  createWorkerPool({
    start: (onFree, onGone) => startProcess(launch, entry, name, onFree, onGone),
    size: 1,
    idleMilliseconds,
    lingerMilliseconds: 0,
  })
