import { lstatSync, readlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { getLogger } from '@logtape/logtape'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { Outcome } from '../../cli/outcome.ts'
import type { StudioServices } from '../../cli/studio-services.ts'
import { openDatabase, salvageDatabase } from '../../platform/database/index.ts'
import { createDataFolder, locateDataFolder } from '../../platform/files/index.ts'
import { chooseLogLevel, createLogging } from '../../platform/logging/index.ts'
import { launchNodeProcess } from '../../platform/processes/index.ts'
import { createStudio } from '../composition-root.ts'

type Environment = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: () => number
}

export type CommandLineSurroundings = Environment & {
  /** what `--log-level` said */
  readonly logLevel: string | undefined
  readonly tell: (sentence: string) => void
}

const folderOf = (env: Environment['env']) => locateDataFolder({ platform: process.platform, env, home: homedir() })

/** What the window offers in a dialog, said as a command. */
const withWayOut = (cause: unknown): unknown => {
  if (!(cause instanceof FailureError) || cause.failure.code !== 'database.damaged') return cause
  const message = `${cause.failure.message} \`segno doctor --restore-backup\` does it.`
  return new FailureError(failure(cause.failure.code, message, cause.failure.details), { cause })
}

/** The process that has the window of this data folder open: Chromium keeps its lock as a link to "host-pid" (Linux, macOS). */
const windowIsOpen = (root: string): boolean => {
  const lock = join(root, 'window', 'SingletonLock')
  try {
    if (!lstatSync(lock).isSymbolicLink()) return false
    process.kill(Number(/-(\d+)$/.exec(readlinkSync(lock))?.[1]), 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const isDamaged = async (path: string, backupsFolder: string, now: () => number): Promise<boolean> => {
  try {
    const database = await openDatabase({ path, backupsFolder, now })
    const findings = await database.check()
    await database.close()
    return findings.length > 0
  } catch (cause) {
    if (cause instanceof FailureError && cause.failure.code === 'database.damaged') return true
    throw cause
  }
}

/** `segno doctor --restore-backup`. @throws FailureError database.locked, disk.full, disk.read-only: nothing has changed then */
export const restoreLibrary = async ({ env, now }: Environment): Promise<Outcome> => {
  const folder = createDataFolder(folderOf(env))
  const { databasePath: path, backups: backupsFolder } = folder
  if (windowIsOpen(folder.root))
    throw new FailureError(failure('database.locked', 'The studio’s window is open on this library. Nothing was changed. Close it, then try again.', { path }))
  if (!(await isDamaged(path, backupsFolder, now))) {
    const message = 'The library file is sound, so nothing was put aside and nothing brought back.'
    return { json: { restored: false, message }, text: message }
  }
  const { message, asidePath, restoredFrom, rescued } = salvageDatabase({ path, backupsFolder, now })
  return { json: { restored: true, message, asidePath, restoredFrom, rescued }, text: message }
}

/** The studio as the command line needs it: everything in this process, and only the jobs that this command asked for. */
export const openCommandLineStudio = async ({ env, now, logLevel, tell }: CommandLineSurroundings): Promise<StudioServices> => {
  const folder = folderOf(env)
  const words = { flag: logLevel, environment: env.SEGNO_LOG_LEVEL }
  const logging = createLogging({ folder: folder.logs, name: 'segno', level: chooseLogLevel(words), onTrouble: tell })
  const studio = await createStudio({ folder, env, now, claimOnlyOwn: true, launchProcess: launchNodeProcess }).catch((cause: unknown) =>
    Promise.reject(withWayOut(cause)),
  )
  logging.setLevel(chooseLogLevel({ ...words, setting: studio.settings.current().logLevel }))
  return {
    handlers: studio.handlers,
    events: studio.events,
    jobs: studio.jobs,
    importPaths: studio.importPaths,
    watchPaths: studio.watchPaths,
    tagFiles: studio.tagFiles,
    giveAlbumCover: studio.giveAlbumCover,
    olderFolders: studio.olderFolders,
    exportTrack: studio.exportTrack,
    exportMany: studio.exportMany,
    exportHandoff: studio.exportHandoff,
    exportStems: studio.exportStems,
    provenanceOf: studio.provenanceOf,
    writeMidi: studio.writeMidi,
    transcribeFile: studio.transcribeFile,
    importModels: studio.importModels,
    audioPath: studio.store.pathOf,
    // the log stays open as long as the process: what breaks is written to it when the library is closed
    close: () => studio.close(),
  }
}

export const reportCommandLineDefect = (cause: unknown): void => getLogger(['segno', 'cli']).error('a command broke', { cause })
