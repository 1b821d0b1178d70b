import { readdirSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { checkpoint, type WorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import { hasSoundName } from '../import/sound-names.ts'

/** `facts`: size in bytes, milliseconds of the last change, inode, for each of `paths` (joined by NUL, which no path holds). */
export type FileChunk = { readonly paths: string; readonly count: number; readonly facts: Float64Array<ArrayBuffer> }

export type WalkedFolder = {
  /** of the file system; undefined: the folder is not there */
  readonly device: number | undefined
  readonly chunks: readonly FileChunk[]
  /** the folder and those in it, to be watched */
  readonly folders: readonly string[]
  /** folders and files that could not be looked at: what is known below them stays as it is */
  readonly unreadable: readonly { readonly path: string; readonly code: string }[]
}

export const CHUNK_FILES = 2_000
const codeOf = (cause: unknown): string => String((cause as { code?: unknown }).code ?? 'EUNKNOWN')

/** undefined: nothing is there, or not a folder */
const deviceOf = (path: string): number | undefined => {
  try {
    const root = statSync(path)
    return root.isDirectory() ? root.dev : undefined
  } catch {
    return undefined
  }
}

const createChunks = () => {
  const chunks: FileChunk[] = []
  let paths: string[] = []
  let facts: number[] = []
  const close = () => {
    if (paths.length > 0) chunks.push({ paths: paths.join('\0'), count: paths.length, facts: Float64Array.from(facts) })
    paths = []
    facts = []
  }
  return {
    add(path: string, { size, mtimeMs, ino }: Stats) {
      paths.push(path)
      facts.push(size, mtimeMs, ino)
      if (paths.length === CHUNK_FILES) close()
    },
    done() {
      close()
      return chunks
    },
  }
}

/**
 * Every sound file below a folder with what a stat says, one after the other; blocking, so for a worker thread. Hidden things and links to
 * folders are left out, so there are no circles. A drive that goes away half-way makes the whole folder missing, not its files gone.
 * @throws AbortError
 */
export const walkFolder = (root: string, flags: WorkFlags): WalkedFolder => {
  const device = deviceOf(root)
  if (device === undefined) return { device, chunks: [], folders: [], unreadable: [] }
  const chunks = createChunks()
  const unreadable: { path: string; code: string }[] = []
  const folders: string[] = []
  const waiting = [root]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    checkpoint(flags)
    try {
      const entries = readdirSync(folder, { withFileTypes: true })
      folders.push(folder)
      for (const entry of entries) {
        if (entry.name.startsWith('.')) continue
        const path = join(folder, entry.name)
        if (entry.isDirectory()) waiting.push(path)
        if (!(entry.isFile() || entry.isSymbolicLink()) || !hasSoundName(entry.name)) continue
        try {
          const known = statSync(path)
          if (known.isFile()) chunks.add(path, known)
        } catch (cause) {
          // gone between the two looks, a link to nothing, or a name that is no text; the latter two stay and are told
          if (codeOf(cause) !== 'ENOENT' || entry.isSymbolicLink() || path.includes('\ufffd')) unreadable.push({ path, code: codeOf(cause) })
        }
      }
    } catch (cause) {
      unreadable.push({ path: folder, code: codeOf(cause) })
    }
  }
  if (deviceOf(root) !== device) return { device: undefined, chunks: [], folders: [], unreadable }
  return { device, chunks: chunks.done(), folders, unreadable }
}
