import { availableParallelism } from 'node:os'
import type { ResourceLimits } from 'node:worker_threads'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import { isPaused } from '../../../src-shared/kernel/work-flags.ts'
import { type Errand, type PoolThread, startThread } from './pool-thread.ts'

/** How long a cancelled task may take to notice its flag before its caller is answered without it, milliseconds. */
const GRACE_MILLISECONDS = 700
/** How long its thread then still may come back by itself before it is killed: a kill inside native code can take the process along. */
const LINGER_MILLISECONDS = 2_000
const IDLE_MILLISECONDS = 30_000
/** While somebody waits: how often to look whether a pause has made or taken a place. */
const LOOK_MILLISECONDS = 100

/**
 * Worker threads for pure computing, one pool a worker file. Tasks are addressed by name (see `worker-task.ts`), are cancelled and paused
 * through the context's flags, and fail as FailureError. Threads start lazily and end when idle for a while. A paused task sleeps in its
 * thread and its place goes to the next one; a task that waits for a place is cancelled on the spot. A thread that dies fails its task
 * with `engine.crashed`, and the next task gets a new one.
 */
export type ThreadPool = {
  /** @throws FailureError of the task, or engine.crashed; AbortError within the grace after `context.signal` */
  run<T>(task: string, payload: unknown, context: WorkContext, transfer?: readonly ArrayBuffer[]): Promise<T>
  readonly threadCount: number
  /** Ends all threads. What still runs is cut off with an AbortError. */
  close(): Promise<void>
}

export const createThreadPool = (workerUrl: URL, threads = 0, limits?: ResourceLimits): ThreadPool => {
  const threadCount = threads > 0 ? threads : Math.max(1, Math.min(8, availableParallelism()))
  const waiting: Errand[] = []
  const team = new Set<PoolThread>()
  /** their callers are answered already */
  const lingering = new Set<PoolThread>()
  /** killed or sent away, still ending */
  const endings = new Set<Promise<void>>()
  const idle = new Map<PoolThread, ReturnType<typeof setTimeout>>()
  let looking: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  const end = (thread: PoolThread, how: 'leave' | 'kill'): void => {
    team.delete(thread)
    clearTimeout(idle.get(thread))
    idle.delete(thread)
    const ending: Promise<void> = thread[how]().finally(() => endings.delete(ending))
    endings.add(ending)
  }

  const rest = (thread: PoolThread): void => {
    const timer = setTimeout(() => end(thread, 'leave'), IDLE_MILLISECONDS)
    timer.unref()
    idle.set(thread, timer)
  }

  const start = (): PoolThread => {
    const thread: PoolThread = startThread(
      workerUrl,
      limits,
      () => {
        if (thread.isGone) return
        if (lingering.delete(thread) && team.size < threadCount) team.add(thread)
        // one too many after a pause, or after a late answer
        if (!team.has(thread) || team.size > threadCount) end(thread, 'leave')
        else rest(thread)
        hand()
      },
      () => {
        team.delete(thread)
        lingering.delete(thread)
        clearTimeout(idle.get(thread))
        idle.delete(thread)
        hand()
      },
    )
    team.add(thread)
    return thread
  }

  const freeThread = (): PoolThread => {
    // the one that worked last is the warmest
    const [thread, timer] = [...idle].filter(([one]) => !one.isGone).at(-1) ?? []
    if (!thread) return start()
    clearTimeout(timer)
    idle.delete(thread)
    return thread
  }

  const hand = (): void => {
    clearTimeout(looking)
    looking = undefined
    const awake = (): number => [...team].filter(({ errand }) => errand && !isPaused(errand.flags)).length
    while (!isClosed && awake() < threadCount) {
      const next = waiting.findIndex(({ flags }) => !isPaused(flags))
      const errand = waiting[next]
      if (!errand) break
      waiting.splice(next, 1)
      const thread = freeThread()
      try {
        thread.give(errand)
      } catch (cause) {
        errand.reject(cause)
        rest(thread)
      }
    }
    if (waiting.length > 0) looking = setTimeout(hand, LOOK_MILLISECONDS)
  }

  /** The caller of a cancelled errand is answered; its thread is given a little longer. */
  const abandon = (errand: Errand, reason: unknown): void => {
    errand.reject(reason)
    const thread = [...team].find((one) => one.errand === errand)
    if (!thread) return
    team.delete(thread)
    lingering.add(thread)
    setTimeout(() => {
      if (lingering.delete(thread)) end(thread, 'kill')
    }, LINGER_MILLISECONDS).unref()
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
    threadCount,
    async close() {
      isClosed = true
      clearTimeout(looking)
      const closed = new DOMException('the pool is closed', 'AbortError')
      for (const errand of waiting.splice(0)) errand.reject(closed)
      for (const thread of new Set([...team, ...lingering])) {
        if (thread.isGone) continue
        thread.errand?.reject(closed)
        end(thread, thread.errand ? 'kill' : 'leave')
      }
      await Promise.all(endings)
    },
  }
}
