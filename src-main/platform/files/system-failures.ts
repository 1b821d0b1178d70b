import { accessSync, constants } from 'node:fs'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'

type SystemError = Error & { readonly code: string; readonly path?: string }
const isSystemError = (cause: unknown): cause is SystemError =>
  cause instanceof Error && typeof (cause as { code?: unknown }).code === 'string' && 'syscall' in cause

export const isReadOnlyFolder = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK)
    return false
  } catch (cause) {
    return isSystemError(cause) && ['EROFS', 'EACCES', 'EPERM'].includes(cause.code)
  }
}

export const readOnlyFolder = (path: string | undefined, cause: unknown): FailureError =>
  new FailureError(
    failure('disk.read-only', `The studio may not write to ${path ?? 'its folder'}. Allow writing there, or choose another folder with SEGNO_HOME.`, { path }),
    { cause },
  )

/**
 * What the operating system said about a file, in words for a musician; undefined where it is not about room, rights or a missing drive,
 * which makes it a defect of the caller. `about` is used where the error names no path.
 */
export const failureOfSystemError = (cause: unknown, about?: string): FailureError | undefined => {
  if (!isSystemError(cause)) return undefined
  const path = cause.path ?? about
  const where = path ? ` ${path}` : ''
  switch (cause.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new FailureError(failure('disk.full', 'The disk is full. Nothing was lost. Make some room, then try again.', { path }), { cause })
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return readOnlyFolder(path, cause)
    case 'EIO':
    case 'ENXIO':
    case 'ENODEV':
      return new FailureError(
        failure('disk.unreadable', `The disk did not let the studio read or write${where}. Check that the drive is connected and healthy, then try again.`, {
          path,
        }),
        { cause },
      )
    case 'EMFILE':
    case 'ENFILE':
      return new FailureError(failure('disk.too-many-files', 'Too many files are open at once. Close other programs, then try again.', { path }), { cause })
    default:
      return undefined
  }
}
