import { stat, writeFile } from 'node:fs/promises'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { failureOfSystemError } from '../platform/files/index.ts'

/** What no change of rights or room would help. */
const HOPELESS = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EINVAL', 'ELOOP', 'ENOTSUP', 'EOPNOTSUPP']

const refusal = (cause: unknown, path: string): unknown =>
  HOPELESS.includes((cause as NodeJS.ErrnoException | undefined)?.code ?? '')
    ? new FailureError(
        failure(
          'export.not-writable',
          `No file can be written at ${path}: a folder has that name, the name is too long, or nothing can be kept there. Choose another name or place.`,
          { path },
        ),
        { cause },
      )
    : (failureOfSystemError(cause, path) ?? cause)

/**
 * Hears the system's refusal before a long work starts, by making the temporary file. @throws FailureError export.not-writable, disk.full,
 * disk.read-only
 */
export const requireWritable = async (path: string, temporary: string): Promise<void> => {
  try {
    const there = await stat(path).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return undefined
      throw cause
    })
    if (there?.isDirectory()) throw Object.assign(new Error('a folder is there'), { code: 'EISDIR' })
    await writeFile(temporary, '')
  } catch (cause) {
    throw refusal(cause, path)
  }
}
