import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { ReportProgress } from '../../../src-shared/kernel/progress.ts'
import type { WorkFlags } from '../../../src-shared/kernel/work-flags.ts'

/** A task on its way through a worker. `resolve` and `reject` may be called more than once; the first call counts. */
export type Errand = {
  readonly task: string
  readonly payload: unknown
  readonly flags: WorkFlags
  /** moved, not copied, where the worker shares memory with this process */
  readonly transfer: readonly ArrayBuffer[]
  readonly progress: ReportProgress
  resolve(value: unknown): void
  reject(cause: unknown): void
}

/** A thread or a process with at most one errand. It keeps this process alive only while it works. */
export type PoolWorker = {
  readonly errand: Errand | undefined
  /** true from the moment on when nothing may be given to it any more */
  readonly isGone: boolean
  /** @throws DataCloneError when the payload cannot cross; the worker is free then */
  give(errand: Errand): void
  /** Lets a free worker end by itself; kills it where it does not. */
  leave(): Promise<void>
  kill(): Promise<void>
}

/**
 * @param onFree an errand came back, the worker can take the next one
 * @param onGone the worker has ended; its errand, if any, was rejected with `engine.crashed`
 */
export type StartWorker = (onFree: () => void, onGone: () => void) => PoolWorker

/** What the caller of a task hears when its worker died under it. */
export const crashed = (cause: unknown): FailureError => {
  const why = cause instanceof Error ? cause.message : String(cause)
  const isMemory = cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
  const message = isMemory
    ? 'There was not enough memory for this. Your songs are safe. Close other programs, or make something shorter, and try again.'
    : 'A part of the studio stopped in the middle of its work. Your songs are safe, and it has been started again: try once more.'
  return new FailureError(failure('engine.crashed', message, { why }), { cause })
}
