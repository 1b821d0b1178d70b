import { createThreadPool, type ThreadPool } from '../../platform/threads/thread-pool.ts'

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./walk.worker.ts', import.meta.url) : new URL('./walk.worker.js', import.meta.url)

/** One thread: folders are looked through one after the other. Close it. */
export const createWalkPool = (): ThreadPool => createThreadPool(workerUrl, 1)
