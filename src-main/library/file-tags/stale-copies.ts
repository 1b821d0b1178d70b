import { randomBytes } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'

const OURS = /^\.segno-(\d+)-[0-9a-f]{12}(\.[^.]*)?$/
/** On a drive of the network the process may live elsewhere: what was written to a moment ago is left alone. */
const SURELY_LEFT_MILLISECONDS = 60_000

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as { code?: unknown }).code === 'EPERM'
  }
}

/** Where the tagged copy of a file lies until it takes the file's place: hidden, in the same folder, named after this process. */
export const copyBeside = (path: string): string => join(dirname(path), `.segno-${process.pid}-${randomBytes(6).toString('hex')}${extname(path)}`)

/** Removes copies that processes left which were killed while they wrote. */
export const removeStaleCopies = async (folder: string, now: number): Promise<void> => {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const pid = Number(OURS.exec(name)?.[1] ?? Number.NaN)
    if (Number.isNaN(pid) || pid === process.pid || isAlive(pid)) continue
    const path = join(folder, name)
    const facts = await stat(path).catch(() => undefined)
    if (facts && now - facts.mtimeMs > SURELY_LEFT_MILLISECONDS) await rm(path, { force: true }).catch(() => undefined)
  }
}
