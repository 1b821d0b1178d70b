import type { MessagePort } from 'node:worker_threads'
import { move, transferableSymbol, valueSymbol } from 'piscina'
import { type Failure, FailureError } from '../../../src-shared/kernel/failure.ts'
import type { ReportProgress } from '../../../src-shared/kernel/progress.ts'
import type { WorkFlags } from '../../../src-shared/kernel/work-flags.ts'

export type WorkerRequest = { readonly task: string; readonly payload: unknown; readonly flags: WorkFlags; readonly progressPort: MessagePort }
export type WorkerReply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure }

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

/** The default export of a `*.worker.ts`: `export default serveTasks({ composeScore, renderPart })`. Failures cross as data, defects as errors. */
export const serveTasks =
  (tasks: Readonly<Record<string, Task>>) =>
  async ({ task, payload, flags, progressPort }: WorkerRequest): Promise<unknown> => {
    const run = tasks[task]
    if (!run) throw new Error(`unknown task ${task}`)
    const progress: ReportProgress = (fraction, stage) => progressPort.postMessage({ fraction, stage })
    try {
      const value: unknown = await run(payload as never, { flags, progress })
      if (!(value instanceof Transferred)) return { ok: true, value }
      return move({ [transferableSymbol]: value.buffers, [valueSymbol]: { ok: true, value: value.value } } as never)
    } catch (cause) {
      if (cause instanceof FailureError) return { ok: false, error: cause.failure }
      throw cause
    } finally {
      progressPort.close()
    }
  }
