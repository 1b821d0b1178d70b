import { createThreadPool, type ThreadPool } from '../../platform/threads/thread-pool.ts'

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./tags.worker.ts', import.meta.url) : new URL('./tags.worker.js', import.meta.url)

/** One thread: TagLib holds a whole file in memory. Close it. */
export const createTagPool = (): ThreadPool => createThreadPool(workerUrl, 1)
