import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { failureOfSystemError, isReadOnlyFolder, readOnlyFolder } from './system-failures.ts'

/** Where everything of one studio lives. */
export type DataFolder = {
  readonly root: string
  readonly databasePath: string
  readonly backups: string
  readonly audio: string
  readonly cache: string
  readonly work: string
  readonly logs: string
  /** installed models, a folder each */
  readonly models: string
}

export type Surroundings = { readonly platform: NodeJS.Platform; readonly env: Readonly<Record<string, string | undefined>>; readonly home: string }

const platformFolder = ({ platform, env, home }: Surroundings): string => {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Segno Studio')
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Segno Studio')
  // the XDG specification: relative values are to be ignored
  const dataHome = env.XDG_DATA_HOME && isAbsolute(env.XDG_DATA_HOME) ? env.XDG_DATA_HOME : join(home, '.local', 'share')
  return join(dataHome, 'segno-studio')
}

/** `SEGNO_HOME` where set, else the platform's folder for application data. Touches no file. */
export const locateDataFolder = (surroundings: Surroundings = { platform: process.platform, env: process.env, home: homedir() }): DataFolder => {
  const root = surroundings.env.SEGNO_HOME ? resolve(surroundings.env.SEGNO_HOME) : platformFolder(surroundings)
  return {
    root,
    databasePath: join(root, 'studio.sqlite'),
    backups: join(root, 'backups'),
    audio: join(root, 'audio'),
    cache: join(root, 'cache'),
    work: join(root, 'cache', 'work'),
    logs: join(root, 'logs'),
    models: join(root, 'models'),
  }
}

const nearestFolder = (path: string): string => (existsSync(path) || path === dirname(path) ? path : nearestFolder(dirname(path)))

const noFolder = (path: string, cause: unknown): FailureError =>
  new FailureError(
    failure(
      'disk.no-folder',
      `There cannot be a folder ${path}: something else has that name, or the name is too long. Choose another folder with SEGNO_HOME.`,
      {
        path,
      },
    ),
    { cause },
  )

/** Makes a folder and those above it. @throws FailureError disk.read-only, disk.full, disk.no-folder */
export const createFolder = (path: string): void => {
  try {
    mkdirSync(path, { recursive: true })
  } catch (cause) {
    // Node says ENOENT where the system said that the disk above is read-only
    const above = nearestFolder(path)
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT' && isReadOnlyFolder(above)) throw readOnlyFolder(above, cause)
    if (['EEXIST', 'ENOTDIR', 'ENOENT', 'ENAMETOOLONG', 'ELOOP'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw noFolder(path, cause)
    throw failureOfSystemError(cause, path) ?? cause
  }
}

/** @throws FailureError disk.read-only, disk.full, disk.no-folder */
export const createDataFolder = (folder: DataFolder): DataFolder => {
  for (const path of [folder.root, folder.backups, folder.audio, folder.cache, folder.work, folder.logs, folder.models]) createFolder(path)
  return folder
}
