import { statfs } from 'node:fs/promises'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { failureOfSystemError } from './system-failures.ts'

/** What stays free for the database and the system, bytes. */
const RESERVE_BYTES = 64 * 1024 * 1024

/** Bytes that this user may still write where `path` is. */
export const freeBytes = async (path: string): Promise<number> => {
  try {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize
  } catch (cause) {
    throw failureOfSystemError(cause, path) ?? cause
  }
}

/** @throws FailureError disk.full before a long work starts that could not be written */
export const requireSpace = async (path: string, bytes: number): Promise<void> => {
  const free = await freeBytes(path)
  if (free >= bytes + RESERVE_BYTES) return
  const missing = Math.ceil((bytes + RESERVE_BYTES - free) / 1e6)
  throw new FailureError(
    failure('disk.full', `There is not enough room on the disk: about ${missing} MB more are needed. Empty the trash or make some room, then try again.`, {
      path,
      free,
    }),
  )
}
