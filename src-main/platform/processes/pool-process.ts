import { FailureError } from '../../../src-shared/kernel/failure.ts'
import { isCancelled, isPaused } from '../../../src-shared/kernel/work-flags.ts'
import { crashed, type Errand, type PoolWorker } from '../workers/pool-worker.ts'
import type { FromProcess, LaunchProcess } from './process-link.ts'

/** How long a process that was told to leave may take to end by itself, milliseconds. */
const LEAVING_MILLISECONDS = 2_000
/** Shared memory does not reach into another process: how often the flags of its errand are looked at for it. */
const LOOK_MILLISECONDS = 40

const broken = ({ name, message, stack }: Extract<FromProcess, { kind: 'broke' }>): Error => {
  const error = name === 'AbortError' ? new DOMException(message, name) : new Error(message)
  if (stack) Object.defineProperty(error, 'stack', { value: stack })
  return error
}

/**
 * One process as a worker of a pool. It is started at once and gets its first errand when it is ready.
 *
 * @param onFree an errand came back, the process can take the next one
 * @param onGone the process has ended; its errand, if any, was rejected with `engine.crashed`
 */
export const startProcess = (launch: LaunchProcess, entry: URL, name: string, onFree: () => void, onGone: () => void): PoolWorker => {
  const link = launch(entry, name)
  let current: { readonly id: number; readonly errand: Errand; readonly payload: unknown } | undefined
  let count = 0
  let isReady = false
  let isGone = false
  let watching: ReturnType<typeof setInterval> | undefined
  let markEnded: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    markEnded = resolve
  })

  /** carries cancel and pause over to the process */
  const watch = (id: number, { flags }: Errand): void => {
    let told = { isCancelled: false, isPaused: false }
    watching = setInterval(() => {
      const now = { isCancelled: isCancelled(flags), isPaused: isPaused(flags) }
      if (now.isCancelled && !told.isCancelled) link.send({ kind: 'cancel', id })
      else if (now.isPaused !== told.isPaused) link.send({ kind: 'pause', id, isPaused: now.isPaused })
      told = now
    }, LOOK_MILLISECONDS)
  }

  const release = (): Errand | undefined => {
    const last = current?.errand
    current = undefined
    clearInterval(watching)
    return last
  }

  const send = (): void => {
    if (!current) return
    const { id, errand, payload } = current
    link.send({ kind: 'task', id, task: errand.task, payload })
    watch(id, errand)
  }

  link.hold(false)
  link.onMessage((message) => {
    if (message.kind === 'ready') {
      isReady = true
      return send()
    }
    if (message.id !== current?.id) return
    if (message.kind === 'progress') return current.errand.progress(message.fraction, message.stage)
    const errand = release()
    link.hold(false)
    if (message.kind === 'done') errand?.resolve(message.value)
    else errand?.reject(message.kind === 'failed' ? new FailureError(message.failure) : broken(message))
    onFree()
  })
  link.onExit(({ code, signal, lastWords }) => {
    isGone = true
    release()?.reject(crashed(new Error(`the process ended with ${signal ?? `code ${code}`}${lastWords ? `: ${lastWords}` : ''}`)))
    markEnded()
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
      // refused here like in a thread, before the pool counts on an answer
      const payload: unknown = structuredClone(errand.payload)
      current = { id: count, errand, payload }
      link.hold(true)
      if (isReady) send()
    },
    async leave() {
      isGone = true
      link.hold(true)
      link.send({ kind: 'leave' })
      const kill = setTimeout(() => link.kill(), LEAVING_MILLISECONDS)
      await ended
      clearTimeout(kill)
    },
    async kill() {
      isGone = true
      link.kill()
      await ended
    },
  }
}
