import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { failureOfSystemError } from './system-failures.ts'

/** A file younger than this is never swept: it may be on its way into the database, milliseconds. */
const FRESH_MILLISECONDS = 60 * 60 * 1000
const UNFINISHED = /\.incoming$/

export type StoredAudio = { readonly sha256: Sha256; readonly bytes: number }

/**
 * Immutable audio files named by the sha-256 of their bytes, `audio/ab/abcd….wav`. A file is complete and on the disk before it has its
 * name, so a crash leaves at most a temporary file.
 */
export type AudioStore = {
  /**
   * Takes a finished file in (moves it, copies across disks) and answers its name. The same content twice is one file. Durable when it resolves.
   * `known`: whoever wrote it has flushed it and read its hash off the disk already.
   */
  adopt(path: string, known?: StoredAudio): Promise<StoredAudio>
  pathOf(sha256: Sha256): string
  has(sha256: Sha256): boolean
  /** Deletes what nothing refers to any more. Files of the last hour stay. `referenced`: which of some hundred are referred to. */
  sweep(referenced: (sha256s: readonly Sha256[]) => Promise<ReadonlySet<Sha256>>): Promise<{ readonly removed: number; readonly freedBytes: number }>
  /** Deletes exactly these, however young they are; missing ones are skipped. */
  remove(sha256s: readonly Sha256[]): Promise<{ readonly removed: number; readonly freedBytes: number }>
}

const HASH_BYTES = 1 << 18
/** Files that a sweep asks about together. */
const LISTED_AT_ONCE = 500

/** One piece of memory for the whole file: fresh ones a megabyte each made the collector stop main for up to a quarter of a second. */
export const sha256OfFile = async (path: string): Promise<Sha256> => {
  const hash = createHash('sha256')
  const piece = new Uint8Array(HASH_BYTES)
  const file = await open(path, 'r')
  try {
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, HASH_BYTES, null)
      if (bytesRead === 0) return hash.digest('hex') as Sha256
      hash.update(piece.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}

export const flush = async (path: string): Promise<void> => {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes a rename itself durable. Windows has no such call for folders. */
const flushFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

export const createAudioStore = (root: string, now: () => number): AudioStore => {
  const pathOf = (sha256: Sha256) => join(root, sha256.slice(0, 2), `${Sha256.parse(sha256)}.wav`)

  const moveInto = async (from: string, to: string): Promise<void> => {
    try {
      await rename(from, to)
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EXDEV') throw cause
      const incoming = `${to}.${process.pid}.incoming`
      try {
        await copyFile(from, incoming)
        await flush(incoming)
        await rename(incoming, to)
        await rm(from)
      } finally {
        await rm(incoming, { force: true })
      }
    }
  }

  const removeFile = async (path: string): Promise<number> => {
    try {
      const { size } = await stat(path)
      // Windows refuses to delete a file that may not be written
      if (process.platform === 'win32') await chmod(path, 0o666)
      await rm(path)
      return size
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 0
      throw failureOfSystemError(cause, path) ?? cause
    }
  }

  type Stored = { readonly path: string; readonly sha256: Sha256 | undefined }
  /** some hundred files at a time */
  async function* listStored(): AsyncGenerator<readonly Stored[]> {
    if (!existsSync(root)) return
    for (const shelf of await readdir(root, { withFileTypes: true })) {
      if (!shelf.isDirectory() || !/^[0-9a-f]{2}$/.test(shelf.name)) continue
      const names = await readdir(join(root, shelf.name))
      for (let at = 0; at < names.length; at += LISTED_AT_ONCE)
        yield names.slice(at, at + LISTED_AT_ONCE).flatMap((name): Stored[] => {
          const sha256 = Sha256.safeParse(name.replace(/\.wav$/, ''))
          return sha256.success || UNFINISHED.test(name) ? [{ path: join(root, shelf.name, name), sha256: sha256.data }] : []
        })
    }
  }

  return {
    pathOf,
    has: (sha256) => existsSync(pathOf(sha256)),
    async adopt(path, known) {
      try {
        if (!known) await flush(path)
        const sha256 = known?.sha256 ?? (await sha256OfFile(path))
        const bytes = known?.bytes ?? (await stat(path)).size
        const home = pathOf(sha256)
        if (existsSync(home)) await rm(path)
        else {
          await mkdir(dirname(home), { recursive: true })
          await moveInto(path, home)
          await chmod(home, 0o444)
          await flushFolder(dirname(home))
        }
        return { sha256, bytes }
      } catch (cause) {
        throw failureOfSystemError(cause, path) ?? cause
      }
    },
    async sweep(referenced) {
      let removed = 0
      let freedBytes = 0
      for await (const shelf of listStored()) {
        const kept = await referenced(shelf.flatMap(({ sha256 }) => sha256 ?? []))
        for (const { path, sha256 } of shelf) {
          if (sha256 && kept.has(sha256)) continue
          const age = now() - (await stat(path)).ctimeMs
          if (age < FRESH_MILLISECONDS) continue
          freedBytes += await removeFile(path)
          removed++
        }
      }
      return { removed, freedBytes }
    },
    async remove(sha256s) {
      let removed = 0
      let freedBytes = 0
      for (const sha256 of sha256s) {
        const bytes = await removeFile(pathOf(sha256))
        freedBytes += bytes
        if (bytes > 0) removed++
      }
      return { removed, freedBytes }
    },
  }
}
