import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobId } from '../../../src-shared/kernel/ids.ts'
import { failureOfSystemError } from './system-failures.ts'

/** One empty folder a running job, under `cache/work`. */
export type WorkFolders = {
  /** a folder left by an earlier run of the job is emptied */
  create(jobId: JobId): Promise<string>
  remove(jobId: JobId): Promise<void>
  /** removes every folder whose job does not run anywhere; answers how many */
  sweep(isRunning: (jobId: string) => boolean): Promise<number>
}

export const createWorkFolders = (root: string): WorkFolders => {
  const remove = (name: string) => rm(join(root, name), { recursive: true, force: true, maxRetries: 3 })
  return {
    async create(jobId) {
      const folder = join(root, jobId)
      try {
        await remove(jobId)
        await mkdir(folder, { recursive: true })
      } catch (cause) {
        throw failureOfSystemError(cause, folder) ?? cause
      }
      return folder
    },
    remove,
    async sweep(isRunning) {
      await mkdir(root, { recursive: true })
      const left = (await readdir(root)).filter((name) => !isRunning(name))
      for (const name of left) await remove(name)
      return left.length
    },
  }
}
