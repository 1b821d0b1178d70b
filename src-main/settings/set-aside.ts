import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeText } from '../platform/files/index.ts'

/** Keeps a stored value that cannot be read as a file of its own, once for each value. Returns where. @throws FailureError disk.full, disk.read-only */
export type SetAside = (name: string, text: string) => Promise<string>

export const setAsideIn =
  (folder: string): SetAside =>
  async (name, text) => {
    const path = join(folder, `${name}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.json`)
    if (!existsSync(path)) {
      await mkdir(folder, { recursive: true })
      await writeText(path, text)
    }
    return path
  }
