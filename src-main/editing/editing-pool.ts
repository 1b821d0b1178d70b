import { createThreadPool, type ThreadPool } from '../platform/threads/thread-pool.ts'

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./editing.worker.ts', import.meta.url) : new URL('./editing.worker.js', import.meta.url)

/** One thread pastes, the other may read the parent meanwhile; takes are made one after another. Close it. */
export const createEditingPool = (): ThreadPool => createThreadPool(workerUrl, 2)
