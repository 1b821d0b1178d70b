import { link, rename, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { failureOfSystemError } from '../platform/files/index.ts'

export const fileExists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

export const alreadyThere = (path: string): FailureError =>
  new FailureError(failure('export.file-exists', `There is already a file ${basename(path)} there. Choose another name, or allow replacing it.`, { path }))

/**
 * Gives a finished file its name in one step. Without `force` a file that is there already is never touched, not even one that appeared a
 * moment ago. @throws FailureError export.file-exists, disk.full, disk.read-only
 */
export const publishFile = async (temporary: string, path: string, force: boolean): Promise<void> => {
  try {
    if (force) return await rename(temporary, path)
    try {
      await link(temporary, path)
      await rm(temporary)
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      if (code === 'EEXIST') throw alreadyThere(path)
      // file systems without hard links (FAT, some network drives)
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'].includes(code ?? '')) throw cause
      if (await fileExists(path)) throw alreadyThere(path)
      await rename(temporary, path)
    }
  } catch (cause) {
    throw failureOfSystemError(cause, path) ?? cause
  }
}
