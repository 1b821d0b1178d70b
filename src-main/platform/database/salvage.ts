import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { getLogger } from '@logtape/logtape'
import { createFolder } from '../files/data-folder.ts'
import { type Backup, isGoodBackup, listBackups } from './backups.ts'
import { failureOfSqliteError } from './database-failures.ts'
import { type OpenSqliteOptions, openSqlite } from './open-sqlite.ts'
import { type Rescue, rescueRows } from './rescue-rows.ts'

export type SalvageReport = {
  /** where the damaged file and its companions were put */
  readonly asidePath: string
  readonly restoredFrom: { readonly path: string; readonly madeAt: number } | undefined
  /** what could still be read out of the damaged file */
  readonly rescued: Rescue
  /** for the musician: what happened, what is safe */
  readonly message: string
}

/** Name of a setting: this library may have forgotten songs, so audio files that it does not know are not rubbish. */
export const KEEP_UNKNOWN_AUDIO = 'library.keepUnknownAudio'

const COMPANIONS = ['', '-wal', '-shm', '-journal']
const log = getLogger(['segno', 'database'])

const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const describe = (backup: Backup | undefined, { rows, songs }: Rescue, folder: string): string => {
  const base = backup
    ? `The library file was damaged. The studio brought back its copy from ${minute(backup.madeAt)}`
    : 'The library file was damaged and there is no good backup'
  const rescued =
    rows > 0
      ? `${backup ? ' and added' : ', so the studio collected'} what could still be read${songs > 0 ? ` (${songs} ${songs === 1 ? 'song' : 'songs'})` : ''}.`
      : backup
        ? '. Songs made later are missing from the list.'
        : ', so the studio begins an empty list.'
  return `${base}${rescued} No audio file was touched. The damaged file is kept in ${folder}.`
}

/**
 * Puts a damaged library file aside (it is never deleted), brings back the newest backup that passes integrity_check, and adds what can
 * still be read from the damaged file; where there is no backup, to an empty library. Call with the database closed, in one process.
 * @throws FailureError disk.full, disk.read-only: nothing has changed then
 */
export const salvageDatabase = (options: Pick<OpenSqliteOptions, 'path' | 'backupsFolder' | 'now'>): SalvageReport => {
  const { path, backupsFolder, now } = options
  const folder = join(dirname(path), 'damaged', new Date(now()).toISOString().replace(/[-:.]/g, ''))
  const asidePath = join(folder, basename(path))
  let backup: Backup | undefined
  try {
    backup = listBackups(backupsFolder).find((candidate) => isGoodBackup(candidate.path))
    createFolder(folder)
    // the copy is made before anything moves, so that a full disk changes nothing
    const fresh = `${path}.restored`
    if (backup) copyFileSync(backup.path, fresh)
    for (const companion of COMPANIONS) if (existsSync(path + companion)) renameSync(path + companion, asidePath + companion)
    if (backup) renameSync(fresh, path)
  } catch (cause) {
    rmSync(`${path}.restored`, { force: true })
    throw failureOfSqliteError(cause, path) ?? cause
  }
  let rescued: Rescue = { rows: 0, songs: 0 }
  try {
    const sqlite = openSqlite(options)
    try {
      rescued = rescueRows(sqlite, asidePath)
      sqlite.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?, ?)').run(KEEP_UNKNOWN_AUDIO, 'true', now())
    } finally {
      sqlite.close()
    }
  } catch (cause) {
    throw failureOfSqliteError(cause, path) ?? cause
  }
  const message = describe(backup, rescued, folder)
  log.warn(message, { asidePath, rescued })
  return { asidePath, restoredFrom: backup && { path: backup.path, madeAt: backup.madeAt }, rescued, message }
}
