import { type ResourceLimits, Worker } from 'node:worker_threads'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import { crashed, type Errand, type PoolWorker } from '../workers/pool-worker.ts'
import { type FromThread, POOL_THREAD, type ToThread } from './worker-task.ts'

/** How long a thread that was told to leave may take to end by itself, milliseconds. */
const LEAVING_MILLISECONDS = 5_000

/**
 * @param onFree an errand came back, the thread can take the next one
 * @param onGone the thread has ended; its errand, if any, was rejected with `engine.crashed`
 */
export const startThread = (workerUrl: URL, limits: ResourceLimits | undefined, onFree: () => void, onGone: () => void): PoolWorker => {
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
