import { FailureError } from '../../../src-shared/kernel/failure.ts'
import type { ReportProgress } from '../../../src-shared/kernel/progress.ts'
import type { FromProcess, ToProcess } from './process-link.ts'

/** What a task sees inside its process. */
export type ProcessTaskContext = {
  readonly progress: ReportProgress
  /** aborted by cancel, as soon as this process hears of it (see `checkpoint`) */
  readonly signal: AbortSignal
  /**
   * Await between the steps of the work: lets messages in, waits while paused, and
   * @throws AbortError when the task was cancelled
   */
  checkpoint(): Promise<void>
}
export type ProcessTask = (payload: never, context: ProcessTaskContext) => unknown

/** The port to whoever started this process: an Electron utility process has `parentPort`, a forked Node process has `send`. */
type Port = { send(message: FromProcess): void; listen(listener: (message: ToProcess) => void): void }
type UtilityPort = { postMessage(message: unknown): void; on(name: 'message', listener: (event: { data: ToProcess }) => void): void }

const findPort = (): Port | undefined => {
  const utility = (process as { parentPort?: UtilityPort }).parentPort
  if (utility) return { send: (message) => utility.postMessage(message), listen: (listener) => utility.on('message', ({ data }) => listener(data)) }
  if (!process.send) return undefined
  // a forked process ends with its parent, however that ended
  process.on('disconnect', () => process.exit(0))
  return { send: (message) => void process.send?.(message), listen: (listener) => process.on('message', listener) }
}

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

type Running = { readonly id: number; readonly cancel: AbortController; resume: (() => void) | undefined; paused: Promise<void> | undefined }

/**
 * The default export of a worker file that runs as a process of its own: `export default serveProcessTasks({ embed, separate })`.
 * Listens when it was started as one; imported anywhere else it only is the list of its tasks.
 */
export const serveProcessTasks = <T extends Readonly<Record<string, ProcessTask>>>(tasks: T): T => {
  const port = findPort()
  if (!port) return tasks
  let running: Running | undefined

  const serve = async ({ id, task, payload }: Extract<ToProcess, { kind: 'task' }>): Promise<void> => {
    const own: Running = { id, cancel: new AbortController(), resume: undefined, paused: undefined }
    running = own
    const context: ProcessTaskContext = {
      signal: own.cancel.signal,
      progress: (fraction, stage) => port.send({ kind: 'progress', id, fraction, stage }),
      async checkpoint() {
        await breathe()
        while (own.paused && !own.cancel.signal.aborted) await own.paused
        own.cancel.signal.throwIfAborted()
      },
    }
    try {
      const run = tasks[task]
      if (!run) throw new Error(`unknown task ${task}`)
      const value: unknown = await run(payload as never, context)
      port.send({ kind: 'done', id, value })
    } catch (cause) {
      if (cause instanceof FailureError) return port.send({ kind: 'failed', id, failure: cause.failure })
      const error = cause instanceof Error ? cause : new Error(String(cause))
      port.send({ kind: 'broke', id, name: error.name, message: error.message, stack: error.stack })
    } finally {
      running = undefined
    }
  }

  const pause = (isPaused: boolean): void => {
    if (!running) return
    running.resume?.()
    running.resume = undefined
    running.paused = undefined
    if (!isPaused) return
    running.paused = new Promise((resolve) => {
      if (running) running.resume = resolve
    })
  }

  port.listen((message) => {
    if (message.kind === 'leave') process.exit(0)
    if (message.kind === 'task') return void serve(message)
    if (message.id !== running?.id) return
    if (message.kind === 'pause') return pause(message.isPaused)
    running.cancel.abort(new DOMException('cancelled', 'AbortError'))
    running.resume?.()
  })
  port.send({ kind: 'ready' })
  return tasks
}
