import { availableParallelism } from 'node:os'
import { MessageChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import type { ReportProgress, WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { WorkerReply, WorkerRequest } from './worker-task.ts'

/** How long a cancelled task may take to notice its flag before its thread is killed, milliseconds. */
const GRACE_MILLISECONDS = 700

/**
 * Worker threads for pure computing, one pool a worker file. Tasks are addressed by name (see `worker-task.ts`), are cancelled and paused
 * through the context's flags, and fail as FailureError. Threads start lazily and end when idle for a while.
 */
export type ThreadPool = {
  run<T>(task: string, payload: unknown, context: WorkContext, transfer?: readonly ArrayBuffer[]): Promise<T>
  readonly threadCount: number
  close(): Promise<void>
}

export const createThreadPool = (workerUrl: URL, threads = 0): ThreadPool => {
  const maxThreads = threads > 0 ? threads : Math.max(1, Math.min(8, availableParallelism()))
  const pool = new Piscina({ filename: workerUrl.href, minThreads: 0, maxThreads, idleTimeout: 30_000, atomics: 'disabled' })

  const run = async <T>(task: string, payload: unknown, context: WorkContext, transfer: readonly ArrayBuffer[] = []): Promise<T> => {
    context.signal.throwIfAborted()
    const { port1, port2 } = new MessageChannel()
    port1.on('message', ({ fraction, stage }: { fraction: number; stage: string }) => (context.progress as ReportProgress)(fraction, stage))
    port1.unref()
    const kill = new AbortController()
    let grace: ReturnType<typeof setTimeout> | undefined
    const onAbort = () => {
      grace = setTimeout(() => kill.abort(), GRACE_MILLISECONDS)
    }
    context.signal.addEventListener('abort', onAbort, { once: true })
    try {
      const request: WorkerRequest = { task, payload, flags: context.flags, progressPort: port2 }
      const reply = (await pool.run(request, { transferList: [port2, ...transfer], signal: kill.signal })) as WorkerReply<T>
      if (reply.ok) return reply.value
      context.signal.throwIfAborted()
      throw new FailureError(reply.error)
    } catch (cause) {
      context.signal.throwIfAborted()
      throw cause
    } finally {
      clearTimeout(grace)
      context.signal.removeEventListener('abort', onAbort)
      port1.close()
    }
  }

  return { run, threadCount: maxThreads, close: () => pool.destroy() }
}
