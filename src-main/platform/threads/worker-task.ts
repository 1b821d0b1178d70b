import { parentPort, workerData } from 'node:worker_threads'
import { type Failure, FailureError } from '../../../src-shared/kernel/failure.ts'
import type { ReportProgress } from '../../../src-shared/kernel/progress.ts'
import type { WorkFlags } from '../../../src-shared/kernel/work-flags.ts'

/** Pool -> thread. `leave`: nothing comes any more, end by yourself. A thread has one task at a time. */
export type ToThread =
  | { readonly kind: 'task'; readonly id: number; readonly task: string; readonly payload: unknown; readonly flags: WorkFlags }
  | { readonly kind: 'leave' }

/** Thread -> pool. Failures cross as data, defects (and AbortError) as errors. */
export type FromThread =
  | { readonly kind: 'progress'; readonly id: number; readonly fraction: number; readonly stage: string }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure }
  | { readonly kind: 'broke'; readonly id: number; readonly error: unknown }

/** `workerData` of a thread that a pool started: a worker file may be imported anywhere else without listening to anybody. */
export const POOL_THREAD = 'segno:pool-thread'

/** What a task sees inside its thread. Call `checkpoint(flags)` between steps. */
export type TaskContext = { readonly flags: WorkFlags; readonly progress: ReportProgress }
/** A task may return `transfer(value, buffers)` to move big arrays instead of copying them. */
export type Task = (payload: never, context: TaskContext) => unknown

class Transferred<T> {
  readonly value: T
  readonly buffers: readonly ArrayBuffer[]
  constructor(value: T, buffers: readonly ArrayBuffer[]) {
    this.value = value
    this.buffers = buffers
  }
}

/** Marks a result whose buffers are moved to the caller; the caller receives `value` itself. */
export const transfer = <T>(value: T, buffers: readonly ArrayBuffer[]): T => new Transferred(value, buffers) as unknown as T

/** The default export of a `*.worker.ts`: `export default serveTasks({ composeScore, renderPart })`. Listens when a pool started this thread. */
export const serveTasks = <T extends Readonly<Record<string, Task>>>(tasks: T): T => {
  const port = workerData === POOL_THREAD ? parentPort : null
  const send = (message: FromThread, buffers: readonly ArrayBuffer[] = []): void => port?.postMessage(message, buffers)

  const serve = async ({ id, task, payload, flags }: Extract<ToThread, { kind: 'task' }>): Promise<void> => {
    try {
      const run = tasks[task]
      if (!run) throw new Error(`unknown task ${task}`)
      const value: unknown = await run(payload as never, { flags, progress: (fraction, stage) => send({ kind: 'progress', id, fraction, stage }) })
      if (value instanceof Transferred) send({ kind: 'done', id, value: value.value }, value.buffers)
      else send({ kind: 'done', id, value })
    } catch (cause) {
      if (cause instanceof FailureError) return send({ kind: 'failed', id, failure: cause.failure })
      try {
        send({ kind: 'broke', id, error: cause })
      } catch {
        // an error that cannot be cloned still says what it is
        send({ kind: 'broke', id, error: new Error(String(cause)) })
      }
    }
  }

  port?.on('message', (message: ToThread) => {
    if (message.kind === 'leave') return port.close()
    void serve(message)
  })
  return tasks
}
