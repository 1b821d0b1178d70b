import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { type ProcessTaskContext, serveProcessTasks } from '../../platform/processes/process-task.ts'
import type { ServeRequest } from './protocol.ts'

/** The native binding of one platform's package. `cli` takes the arguments of the `chroma` program and does not come back from `run`. */
type Binding = { cli(words: readonly string[]): void }

const LOOK_MILLISECONDS = 25
const WATCH_MILLISECONDS = 500
const FIRST_SIGN_MILLISECONDS = 30_000
/** how long the server may take to end by itself after SIGTERM, milliseconds */
const FAREWELL_MILLISECONDS = 1_500

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })

const isServing = async (port: number): Promise<boolean> => {
  try {
    return (await fetch(`http://127.0.0.1:${port}/api/v2/heartbeat`, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}

/** process.exit() would wait for the thread, which never comes back out of native code. */
const end = (): void => void process.kill(process.pid, 'SIGKILL')

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Runs the server until it is cancelled. Its own loop takes a thread; this one keeps looking for the studio, and ends the process when the
 * studio is gone, so that a killed studio leaves no server behind. Tells its port and process id as the stage of its progress.
 */
const serve = async ({ bindingPath, dataFolder, studioPid }: ServeRequest, { progress, signal }: ProcessTaskContext): Promise<never> => {
  const port = await freePort()
  let ended: Error | undefined
  const thread = new Worker(new URL(import.meta.url), { workerData: { bindingPath, dataFolder, port }, stdout: true })
  // what it prints is an advertisement
  thread.stdout.resume()
  thread.once('error', (cause) => {
    ended = cause
  })
  thread.once('exit', (code) => {
    ended ??= new Error(`the server ended with code ${code}`)
  })
  const farewell = (): void => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(end, FAREWELL_MILLISECONDS)
  }
  signal.addEventListener('abort', farewell, { once: true })
  const giveUpAt = performance.now() + FIRST_SIGN_MILLISECONDS
  while (!(await isServing(port))) {
    if (ended) throw new FailureError(failure('knowledge.chroma-failed', ended.message))
    if (performance.now() > giveUpAt) throw new FailureError(failure('knowledge.chroma-failed', 'the server does not answer'))
    await sleep(LOOK_MILLISECONDS)
  }
  progress(1, `${port} ${process.pid}`)
  for (;;) {
    await sleep(WATCH_MILLISECONDS)
    if (!isThere(studioPid)) end()
    if (ended) throw new FailureError(failure('knowledge.chroma-failed', ended.message))
  }
}

const runBinding = ({ bindingPath, dataFolder, port }: ServeRequest & { readonly port: number }): void => {
  const binding = createRequire(import.meta.url)(bindingPath) as Binding
  binding.cli(['chroma', 'run', '--path', dataFolder, '--host', '127.0.0.1', '--port', String(port)])
}

const ours: unknown = isMainThread ? undefined : workerData
const isThread = typeof ours === 'object' && ours !== null && 'bindingPath' in ours
if (isThread) runBinding(ours as ServeRequest & { readonly port: number })

// before the listener that only exits
if (!isThread) process.once('disconnect', end)

/** The process that the Chroma server lives in. */
export default isThread ? {} : serveProcessTasks({ serve })
