import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createFolder } from '../files/data-folder.ts'
import { failureOfSystemError } from '../files/system-failures.ts'
import { type Backup, isGoodBackup, listBackups } from './backups.ts'

export type SalvageReport = {
  /** where the damaged file and its companions were put */
  readonly asidePath: string
  readonly restoredFrom: { readonly path: string; readonly madeAt: number } | undefined
  /** for the musician: what happened, what is safe */
  readonly message: string
}

const COMPANIONS = ['', '-wal', '-shm', '-journal']

/**
 * Puts a damaged library file aside (it is never deleted) and brings back the newest backup that passes integrity_check; where there is
 * none, the next start begins an empty library. Call with the database closed, in one process.
 */
export const salvageDatabase = (options: { readonly path: string; readonly backupsFolder: string; readonly now: () => number }): SalvageReport => {
  const { path, backupsFolder, now } = options
  const folder = join(dirname(path), 'damaged', new Date(now()).toISOString().replace(/[-:.]/g, ''))
  let backup: Backup | undefined
  try {
    backup = listBackups(backupsFolder).find((candidate) => isGoodBackup(candidate.path))
    createFolder(folder)
    // the copy is made before anything moves, so that a full disk changes nothing
    const fresh = `${path}.restored`
    if (backup) copyFileSync(backup.path, fresh)
    for (const companion of COMPANIONS) if (existsSync(path + companion)) renameSync(path + companion, join(folder, basename(path) + companion))
    if (backup) renameSync(fresh, path)
  } catch (cause) {
    rmSync(`${path}.restored`, { force: true })
    throw failureOfSystemError(cause, path) ?? cause
  }
  const asidePath = join(folder, basename(path))
  return {
    asidePath,
    restoredFrom: backup && { path: backup.path, madeAt: backup.madeAt },
    message: backup
      ? `The library file was damaged. The studio brought back its copy from ${new Date(backup.madeAt).toISOString().slice(0, 16).replace('T', ' ')} UTC. Songs made later are missing from the list, but their audio files are still there. The damaged file is kept in ${folder}.`
      : `The library file was damaged and there is no good backup, so the studio begins an empty list. Your audio files are still there. The damaged file is kept in ${folder}.`,
  }
}
