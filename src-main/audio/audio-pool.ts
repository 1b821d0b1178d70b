import { createThreadPool, type ThreadPool } from '../platform/threads/thread-pool.ts'

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./audio.worker.ts', import.meta.url) : new URL('./audio.worker.js', import.meta.url)

/** Threads for sound files; 0 = one a core. Close it. */
export const createAudioPool = (threads = 0): ThreadPool => createThreadPool(workerUrl, threads)
