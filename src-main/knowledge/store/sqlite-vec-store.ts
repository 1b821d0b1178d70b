import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import { createWorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import { createThreadPool, type ThreadPool } from '../../platform/threads/thread-pool.ts'
import type { VectorFile } from './sqlite-vectors.ts'
import type { Near, VectorStore } from './vector-store.ts'

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./vectors.worker.ts', import.meta.url) : new URL('./vectors.worker.js', import.meta.url)

/** One thread, so that the file has one writer. Close it. */
export const createVectorPool = (): ThreadPool => createThreadPool(workerUrl, 1)

const context = (): WorkContext => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })

/** @param space a plain word: letters, digits, underscores */
export const createSqliteVecStore = (pool: Pick<ThreadPool, 'run'>, folder: string, space: string, size: number): VectorStore => {
  const file: VectorFile = { path: join(folder, 'vectors.sqlite'), table: `v_${space}`, size }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const run = async <T>(task: string, more: object = {}): Promise<T> => {
    try {
      return await pool.run<T>(task, { ...file, ...more }, context())
    } catch (cause) {
      if (cause instanceof DOMException) throw cause
      throw new FailureError(
        failure('knowledge.store-failed', `The file of vectors cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`),
        {
          cause,
        },
      )
    }
  }
  return {
    kind: 'sqlite-vec',
    name: 'sqlite-vec, a file beside the library',
    list: async () => new Map(await run<readonly (readonly [string, string])[]>('list')),
    put: (rows) => run('put', { rows }),
    remove: (ids) => run('remove', { ids }),
    nearest: (vector, count) => run<readonly Near[]>('nearest', { vector, count }),
  }
}
