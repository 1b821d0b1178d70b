import { createThreadPool, type ThreadPool } from '../platform/threads/thread-pool.ts'

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./similarity.worker.ts', import.meta.url) : new URL('./similarity.worker.js', import.meta.url)

/** One thread describes in the background, the other answers searches meanwhile. Close it. */
export const createSimilarityPool = (): ThreadPool => createThreadPool(workerUrl, 2)
