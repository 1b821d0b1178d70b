import { open, rename, rm } from 'node:fs/promises'
import { failureOfSystemError } from './system-failures.ts'

/** A small text, whole or not at all; a file that is there keeps its old text until then. @throws FailureError disk.full, disk.read-only */
export const writeText = async (path: string, text: string): Promise<void> => {
  const fresh = `${path}.part`
  try {
    const file = await open(fresh, 'w')
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(fresh, path)
  } catch (cause) {
    await rm(fresh, { force: true }).catch(() => undefined)
    throw failureOfSystemError(cause, path) ?? cause
  }
}
