import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { failureOfSystemError, isReadOnlyFolder, readOnlyFolder } from '../files/system-failures.ts'

/** Below this the disk counts as full when SQLite only says "input/output error", bytes. */
const FULL_BYTES = 256 * 1024

export const isBusy = (cause: unknown): boolean => cause instanceof Sqlite.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(cause.code)

export const damagedDatabase = (path: string, finding: string, cause?: unknown): FailureError =>
  new FailureError(
    failure(
      'database.damaged',
      'The studio’s library file is damaged. Your audio files are safe. The studio can put the damaged file aside and bring back the newest good backup.',
      { path, finding },
    ),
    { cause },
  )

const isFull = (path: string): boolean => {
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    return bavail * bsize < FULL_BYTES
  } catch {
    return false
  }
}

/** What SQLite says, in words for a musician. Undefined where it is a defect of ours (a wrong statement, a broken constraint). */
export const failureOfSqliteError = (cause: unknown, path: string): FailureError | undefined => {
  if (cause instanceof FailureError) return cause
  if (!(cause instanceof Sqlite.SqliteError)) return failureOfSystemError(cause, path)
  const { code, message } = cause
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return damagedDatabase(path, message, cause)
  if (isBusy(cause))
    return new FailureError(
      failure(
        'database.locked',
        'Another program holds the studio’s library file. Nothing was changed. Close other copies of the studio or tools that have it open, then try again.',
        { path },
      ),
      { cause },
    )
  if (code === 'SQLITE_FULL' || (code.startsWith('SQLITE_IOERR') && isFull(path)))
    return new FailureError(failure('disk.full', 'The disk is full. Nothing was lost. Make some room, then try again.', { path }), { cause })
  if (code.startsWith('SQLITE_READONLY') || (code.startsWith('SQLITE_CANTOPEN') && isReadOnlyFolder(dirname(path)))) return readOnlyFolder(dirname(path), cause)
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_IOERR'))
    return new FailureError(
      failure('disk.unreadable', `The disk did not let the studio read or write ${path}. Check that the drive is connected and healthy, then try again.`, {
        path,
        code,
      }),
      { cause },
    )
  return undefined
}
