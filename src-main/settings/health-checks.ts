import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import type { HealthCheck } from '../../src-shared/settings/contract.ts'
import { type Database, listBackups } from '../platform/database/index.ts'
import { type DataFolder, failureOfSystemError, freeBytes } from '../platform/files/index.ts'

/** One thing to look at: it answers, and never throws. */
export type Examination = () => Promise<HealthCheck>

const LITTLE_BYTES = 2e9
const TOO_LITTLE_BYTES = 200e6
const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`

/** An examination that cannot be carried out is a problem with its own sentence. */
const examination =
  (id: string, name: string, look: () => Promise<Pick<HealthCheck, 'state' | 'message'>>): Examination =>
  async () => {
    try {
      return { id, name, ...(await look()) }
    } catch (cause) {
      const known = cause instanceof FailureError ? cause : failureOfSystemError(cause)
      return { id, name, state: 'problem', message: known?.failure.message ?? String(cause) }
    }
  }

export const libraryIsSound = (database: Database): Examination =>
  examination('database', 'Library file', async () => {
    const findings = await database.check()
    if (findings.length === 0) return { state: 'ok', message: 'Every page and every reference was read and is sound.' }
    return {
      state: 'problem',
      message: `The library file is damaged (${findings.slice(0, 3).join('; ')}). Close the studio and open it again: it offers to bring back a backup, and so does \`segno doctor --restore-backup\`.`,
    }
  })

export const backupsExist = (folder: DataFolder, now: () => number): Examination =>
  examination('backups', 'Backups', async () => {
    const [newest] = listBackups(folder.backups)
    if (!newest) return { state: 'warning', message: 'There is no backup of the library yet. The studio makes one a day while it is open.' }
    const days = Math.floor((now() - newest.madeAt) / 86_400_000)
    return { state: days > 14 ? 'warning' : 'ok', message: `The newest backup of the library is ${days === 0 ? 'from today' : `${days} days old`}.` }
  })

export const diskHasRoom = (folder: DataFolder): Examination =>
  examination('disk', 'Disk space', async () => {
    const free = await freeBytes(folder.root)
    if (free < TOO_LITTLE_BYTES) return { state: 'problem', message: `Only ${gigabytes(free)} are free where the studio keeps its songs. Make some room.` }
    if (free < LITTLE_BYTES)
      return { state: 'warning', message: `${gigabytes(free)} are free where the studio keeps its songs. A minute of music takes about 16 MB.` }
    return { state: 'ok', message: `${gigabytes(free)} are free where the studio keeps its songs.` }
  })

export const folderIsWritable = (folder: DataFolder): Examination =>
  examination('folder', 'Studio folder', async () => {
    for (const path of [folder.root, folder.audio, folder.work, folder.logs, folder.backups]) {
      const probe = join(path, `.probe-${randomUUID()}`)
      await writeFile(probe, '')
      await rm(probe)
    }
    return { state: 'ok', message: `The studio may read and write ${folder.root}.` }
  })
