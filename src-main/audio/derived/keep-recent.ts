import { readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'

/** Says that a file was asked for: its date is what {@link keepRecent} goes by. A file that is gone is none of its business. */
export const markUsed = async (path: string, now: number): Promise<void> => utimes(path, now / 1000, now / 1000).catch(() => undefined)

/**
 * Removes what was not asked for longest, until the files of one kind in a folder have at most `mostBytes` together. `path` stays whatever its size. A file
 * that cannot be removed (it is being read) stays for the next time.
 */
export const keepRecent = async (folder: string, ending: string, mostBytes: number, path: string): Promise<void> => {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(ending))
  const files = await Promise.all(
    names.map(async (name) => {
      const facts = await stat(join(folder, name)).catch(() => undefined)
      return facts ? [{ path: join(folder, name), bytes: facts.size, usedAt: facts.mtimeMs }] : []
    }),
  )
  const oldestFirst = files.flat().toSorted((a, b) => a.usedAt - b.usedAt)
  let bytes = oldestFirst.reduce((sum, file) => sum + file.bytes, 0)
  for (const file of oldestFirst) {
    if (bytes <= mostBytes) return
    if (file.path === path) continue
    const isGone = await rm(file.path, { force: true }).then(
      () => true,
      () => false,
    )
    if (isGone) bytes -= file.bytes
  }
}
