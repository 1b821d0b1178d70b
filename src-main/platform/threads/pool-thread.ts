import { type ResourceLimits, Worker } from 'node:worker_threads'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { ReportProgress } from '../../../src-shared/kernel/progress.ts'
import type { WorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import { type FromThread, POOL_THREAD, type ToThread } from './worker-task.ts'

/** A task on its way through a thread. `resolve` and `reject` may be called more than once; the first call counts. */
export type Errand = {
  readonly task: string
  readonly payload: unknown
  readonly flags: WorkFlags
  readonly transfer: readonly ArrayBuffer[]
  readonly progress: ReportProgress
  resolve(value: unknown): void
  reject(cause: unknown): void
}

/** How long a thread that was told to leave may take to end by itself, milliseconds. */
const LEAVING_MILLISECONDS = 5_000

const crashed = (cause: unknown): FailureError => {
  const why = cause instanceof Error ? cause.message : String(cause)
  const isMemory = cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
  const message = isMemory
    ? 'There was not enough memory for this. Your songs are safe. Close other programs, or make something shorter, and try again.'
    : 'A part of the studio stopped in the middle of its work. Your songs are safe, and it has been started again: try once more.'
  return new FailureError(failure('engine.crashed', message, { why }), { cause })
}

/** One worker thread with at most one errand. It keeps the process alive only while it works. */
export type PoolThread = {
  readonly errand: Errand | undefined
  /** true from the moment on when nothing may be given to it any more */
  readonly isGone: boolean
  /** @throws DataCloneError when the payload cannot cross; the thread is free then */
  give(errand: Errand): void
  /** Lets a free thread end by itself; kills it where it does not. */
  leave(): Promise<void>
  kill(): Promise<void>
}

/**
 * @param onFree an errand came back, the thread can take the next one
 * @param onGone the thread has ended; its errand, if any, was rejected with `engine.crashed`
 */
export const startThread = (workerUrl: URL, limits: ResourceLimits | undefined, onFree: () => void, onGone: () => void): PoolThread => {
  const worker = new Worker(workerUrl, { workerData: POOL_THREAD, ...(limits ? { resourceLimits: limits } : {}) })
  worker.unref()
  let current: { readonly id: number; readonly errand: Errand } | undefined
  let count = 0
  let isGone = false
  let lastWords: unknown
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))

  const post = (message: ToThread, buffers: readonly ArrayBuffer[] = []): void => worker.postMessage(message, buffers)

  worker.on('message', (message: FromThread) => {
    if (message.id !== current?.id) return
    const { errand } = current
    if (message.kind === 'progress') return errand.progress(message.fraction, message.stage)
    current = undefined
    worker.unref()
    if (message.kind === 'done') errand.resolve(message.value)
    else errand.reject(message.kind === 'failed' ? new FailureError(message.failure) : message.error)
    onFree()
  })
  worker.on('messageerror', (cause) => {
    lastWords = cause
    void worker.terminate()
  })
  worker.on('error', (cause) => {
    isGone = true
    lastWords = cause
  })
  worker.once('exit', (code) => {
    isGone = true
    const last = current
    current = undefined
    last?.errand.reject(crashed(lastWords ?? new Error(`the thread ended with code ${code}`)))
    onGone()
  })

  return {
    get errand() {
      return current?.errand
    },
    get isGone() {
      return isGone
    },
    give(errand) {
      count += 1
      post({ kind: 'task', id: count, task: errand.task, payload: errand.payload, flags: errand.flags }, errand.transfer)
      current = { id: count, errand }
      worker.ref()
    },
    async leave() {
      isGone = true
      // the process waits for it, so that whoever closes the pool is answered
      worker.ref()
      post({ kind: 'leave' })
      const kill = setTimeout(() => void worker.terminate(), LEAVING_MILLISECONDS)
      kill.unref()
      await ended
      clearTimeout(kill)
    },
    async kill() {
      isGone = true
      await worker.terminate()
    },
  }
}
