import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import { isPaused } from '../../../src-shared/kernel/work-flags.ts'
import type { Errand, PoolWorker, StartWorker } from './pool-worker.ts'

/** How long a cancelled task may take to notice its flag before its caller is answered without it, milliseconds. */
const GRACE_MILLISECONDS = 700
/** While somebody waits: how often to look whether a pause has made or taken a place. */
const LOOK_MILLISECONDS = 100

/**
 * A team of workers (threads or processes, whatever `start` makes) for one worker file. Tasks are addressed by name, are cancelled and paused
 * through the context's flags, and fail as FailureError. Workers start lazily and end when idle for a while. A paused task sleeps in its
 * worker and its place goes to the next one; a task that waits for a place is cancelled on the spot. A worker that dies fails its task
 * with `engine.crashed`, and the next task gets a new one.
 */
export type WorkerPool = {
  /** @throws FailureError of the task, or engine.crashed; AbortError within the grace after `context.signal` */
  run<T>(task: string, payload: unknown, context: WorkContext, transfer?: readonly ArrayBuffer[]): Promise<T>
  /** how many tasks run at a time */
  readonly size: number
  /** Ends all workers. What still runs is cut off with an AbortError. */
  close(): Promise<void>
}

export type WorkerPoolOptions = {
  readonly start: StartWorker
  /** how many tasks run at a time */
  readonly size: number
  /** a worker that had nothing to do for so long leaves, and what it holds in memory with it */
  readonly idleMilliseconds: number
  /** how long the worker of a cancelled task may still come back by itself, after its caller was answered, before it is killed */
  readonly lingerMilliseconds: number
}

export const createWorkerPool = ({ start: startWorker, size, idleMilliseconds, lingerMilliseconds }: WorkerPoolOptions): WorkerPool => {
  const waiting: Errand[] = []
  const team = new Set<PoolWorker>()
  /** their callers are answered already */
  const lingering = new Set<PoolWorker>()
  /** killed or sent away, still ending */
  const endings = new Set<Promise<void>>()
  const idle = new Map<PoolWorker, ReturnType<typeof setTimeout>>()
  let looking: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  const end = (worker: PoolWorker, how: 'leave' | 'kill'): void => {
    team.delete(worker)
    clearTimeout(idle.get(worker))
    idle.delete(worker)
    const ending: Promise<void> = worker[how]().finally(() => endings.delete(ending))
    endings.add(ending)
  }

  const rest = (worker: PoolWorker): void => {
    const timer = setTimeout(() => end(worker, 'leave'), idleMilliseconds)
    timer.unref()
    idle.set(worker, timer)
  }

  const start = (): PoolWorker => {
    const worker: PoolWorker = startWorker(
      () => {
        if (worker.isGone) return
        if (lingering.delete(worker) && team.size < size) team.add(worker)
        // one too many after a pause, or after a late answer
        if (!team.has(worker) || team.size > size) end(worker, 'leave')
        else rest(worker)
        hand()
      },
      () => {
        team.delete(worker)
        lingering.delete(worker)
        clearTimeout(idle.get(worker))
        idle.delete(worker)
        hand()
      },
    )
    team.add(worker)
    return worker
  }

  const freeWorker = (): PoolWorker => {
    // the one that worked last is the warmest
    const [worker, timer] = [...idle].filter(([one]) => !one.isGone).at(-1) ?? []
    if (!worker) return start()
    clearTimeout(timer)
    idle.delete(worker)
    return worker
  }

  const hand = (): void => {
    clearTimeout(looking)
    looking = undefined
    const awake = (): number => [...team].filter(({ errand }) => errand && !isPaused(errand.flags)).length
    while (!isClosed && awake() < size) {
      const next = waiting.findIndex(({ flags }) => !isPaused(flags))
      const errand = waiting[next]
      if (!errand) break
      waiting.splice(next, 1)
      const worker = freeWorker()
      try {
        worker.give(errand)
      } catch (cause) {
        errand.reject(cause)
        rest(worker)
      }
    }
    if (waiting.length > 0) looking = setTimeout(hand, LOOK_MILLISECONDS)
  }

  /** The caller of a cancelled errand is answered; its worker is given a little longer. */
  const abandon = (errand: Errand, reason: unknown): void => {
    errand.reject(reason)
    const worker = [...team].find((one) => one.errand === errand)
    if (!worker) return
    team.delete(worker)
    lingering.add(worker)
    setTimeout(() => {
      if (lingering.delete(worker)) end(worker, 'kill')
    }, lingerMilliseconds).unref()
    hand()
  }

  const run = <T>(task: string, payload: unknown, context: WorkContext, transfer: readonly ArrayBuffer[] = []): Promise<T> => {
    const { signal, flags, progress } = context
    return new Promise<T>((resolve, reject) => {
      signal.throwIfAborted()
      if (isClosed) throw new DOMException('the pool is closed', 'AbortError')
      let grace: ReturnType<typeof setTimeout> | undefined
      let isSettled = false
      const settle = (): void => {
        isSettled = true
        clearTimeout(grace)
        signal.removeEventListener('abort', onAbort)
      }
      const errand: Errand = {
        task,
        payload,
        flags,
        transfer,
        progress: (fraction, stage) => isSettled || progress(fraction, stage),
        resolve(value) {
          settle()
          resolve(value as T)
        },
        reject(cause) {
          settle()
          reject(signal.aborted ? signal.reason : cause)
        },
      }
      const onAbort = (): void => {
        const place = waiting.indexOf(errand)
        if (place < 0) {
          grace = setTimeout(() => abandon(errand, signal.reason), GRACE_MILLISECONDS)
          return
        }
        waiting.splice(place, 1)
        errand.reject(signal.reason)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      waiting.push(errand)
      hand()
    })
  }

  return {
    run,
    size,
    async close() {
      isClosed = true
      clearTimeout(looking)
      const closed = new DOMException('the pool is closed', 'AbortError')
      for (const errand of waiting.splice(0)) errand.reject(closed)
      for (const worker of new Set([...team, ...lingering])) {
        if (worker.isGone) continue
        worker.errand?.reject(closed)
        end(worker, worker.errand ? 'kill' : 'leave')
      }
      await Promise.all(endings)
    },
  }
}
