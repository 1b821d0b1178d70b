/**
 * Two switches that a long work looks at between its steps, wherever it runs: 0 = cancelled, 1 = paused.
 * Shared memory, so that a worker thread in the middle of a loop sees them at once.
 */
export type WorkFlags = SharedArrayBuffer

const CANCELLED = 0
const PAUSED = 1

export const createWorkFlags = (): WorkFlags => new SharedArrayBuffer(8)

export const raiseCancel = (flags: WorkFlags): void => {
  const view = new Int32Array(flags)
  Atomics.store(view, CANCELLED, 1)
  setPaused(flags, false)
}

export const setPaused = (flags: WorkFlags, isPaused: boolean): void => {
  const view = new Int32Array(flags)
  Atomics.store(view, PAUSED, isPaused ? 1 : 0)
  Atomics.notify(view, PAUSED)
}

export const isPaused = (flags: WorkFlags): boolean => Atomics.load(new Int32Array(flags), PAUSED) === 1

export const isCancelled = (flags: WorkFlags): boolean => Atomics.load(new Int32Array(flags), CANCELLED) === 1

/**
 * Call between the steps of a work in a worker thread: returns at once, sleeps while paused, and
 * @throws AbortError when the work was cancelled.
 */
export const checkpoint = (flags: WorkFlags): void => {
  const view = new Int32Array(flags)
  while (Atomics.load(view, PAUSED) === 1) Atomics.wait(view, PAUSED, 1)
  if (Atomics.load(view, CANCELLED) === 1) throw new DOMException('cancelled', 'AbortError')
}
