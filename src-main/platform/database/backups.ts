import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'

/** Copies kept of each kind. */
const KEPT = 5
const STUDIO_BACKUP = /^studio-(\d{8}T\d{9}Z)-(.+)\.sqlite$/

/** `reason` is "daily" or "before-002-name". Times are milliseconds since 1970 UTC. */
export type Backup = { readonly path: string; readonly madeAt: number; readonly reason: string; readonly bytes: number }

const stamp = (at: number): string => new Date(at).toISOString().replace(/[-:.]/g, '')
const timeOf = (written: string): number => Date.parse(written.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z$/, '$1-$2-$3T$4:$5:$6.$7Z'))

/** Newest first. Empty where there is no folder yet. */
export const listBackups = (folder: string): readonly Backup[] => {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  return names
    .flatMap((name) => {
      const [, at, reason] = STUDIO_BACKUP.exec(name) ?? []
      if (!at || !reason) return []
      const path = join(folder, name)
      return [{ path, madeAt: timeOf(at), reason, bytes: statSync(path).size }]
    })
    .sort((a, b) => b.madeAt - a.madeAt)
}

const kindOf = ({ reason }: Backup): string => (reason.startsWith('before-') ? 'before' : reason)

const forgetOld = (folder: string): void => {
  const seen = new Map<string, number>()
  for (const backup of listBackups(folder)) {
    const count = (seen.get(kindOf(backup)) ?? 0) + 1
    seen.set(kindOf(backup), count)
    if (count > KEPT) rmSync(backup.path, { force: true })
  }
}

const UNFINISHED = '.unfinished'
const LEFT_BEHIND_MILLISECONDS = 3_600_000

/** A process's own, because two may be bringing one library up at the same time. */
const unfinishedPath = (path: string): string => `${path}.${process.pid}${UNFINISHED}`

const TRIES = 5

/** Where another process changes the schema in the middle, SQLite begins the copy again over its own half of it, and fails: begun anew, it is whole. */
const vacuumInto = (sqlite: Sqlite.Database, path: string): void => {
  for (let attempt = 1; ; attempt++) {
    try {
      sqlite.prepare('VACUUM INTO ?').run(path)
      return
    } catch (cause) {
      const isHalf = cause instanceof Error && /already exists/.test(cause.message)
      if (!isHalf || attempt === TRIES) throw cause
      rmSync(path, { force: true })
    }
  }
}

/** What a process that was killed in the middle of a copy left. */
const clearUnfinished = (folder: string): void => {
  for (const name of readdirSync(folder).filter((one) => one.includes(UNFINISHED))) {
    const path = join(folder, name)
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > LEFT_BEHIND_MILLISECONDS) rmSync(path, { force: true })
  }
}

/**
 * Writes one consistent copy of an open database and forgets the oldest copies of the same kind. The copy appears under its name only when
 * it is whole. Blocks for the time of one pass over the file; {@link backUpInSteps} does not.
 */
export const backUp = (sqlite: Sqlite.Database, folder: string, reason: string, at: number): string => {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `studio-${stamp(at)}-${reason}.sqlite`)
  const unfinished = unfinishedPath(path)
  rmSync(unfinished, { force: true })
  try {
    vacuumInto(sqlite, unfinished)
    renameSync(unfinished, path)
  } finally {
    rmSync(unfinished, { force: true })
  }
  forgetOld(folder)
  clearUnfinished(folder)
  return path
}

/** The same copy, some pages at a time, so that nothing waits for it. */
export const backUpInSteps = async (sqlite: Sqlite.Database, folder: string, reason: string, at: number): Promise<string> => {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `studio-${stamp(at)}-${reason}.sqlite`)
  const unfinished = unfinishedPath(path)
  rmSync(unfinished, { force: true })
  try {
    await sqlite.backup(unfinished, { progress: () => 256 })
    renameSync(unfinished, path)
  } finally {
    for (const rest of ['', '-journal', '-wal', '-shm']) rmSync(`${unfinished}${rest}`, { force: true })
  }
  forgetOld(folder)
  clearUnfinished(folder)
  return path
}

/**
 * Reads every page of a copy, in memory: nothing is written beside it, so the answer is the same on a full or read-only disk.
 * @throws the system's error when the file cannot be read, which says nothing about what is in it
 */
export const isGoodBackup = (path: string): boolean => {
  const bytes = readFileSync(path)
  if (bytes.length < 512) return false
  // file format versions 1, 1: "rollback journal"; a copy in memory can have no write-ahead log beside it
  bytes.fill(1, 18, 20)
  let copy: Sqlite.Database | undefined
  try {
    copy = new Sqlite(bytes)
    return copy.pragma('integrity_check', { simple: true }) === 'ok' && Number(copy.pragma('user_version', { simple: true })) > 0
  } catch (cause) {
    if (cause instanceof Sqlite.SqliteError) return false
    throw cause
  } finally {
    copy?.close()
  }
}
