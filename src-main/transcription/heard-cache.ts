import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'

/** What the network heard, kept for other settings; may be deleted at any time. Files that were not used for longest go first. */
export type HeardCache = {
  /** makes the folder */
  pathFor(heard: HeardSpan): Promise<string>
  /** says that a file was used, and makes room */
  touch(path: string): Promise<void>
}

export type HeardSpan = { readonly audioSha256: Sha256; readonly startSeconds: number; readonly endSeconds: number; readonly modelFingerprint: string }

/** A song of five minutes takes 32 MB. */
const MOST_BYTES = 1e9

export const createHeardCache = (folder: string): HeardCache => ({
  async pathFor({ audioSha256, startSeconds, endSeconds, modelFingerprint }) {
    await mkdir(folder, { recursive: true })
    const key = createHash('sha256').update(`${audioSha256} ${startSeconds} ${endSeconds} ${modelFingerprint}`).digest('hex')
    return join(folder, `${key}.heard`)
  },
  async touch(path) {
    const now = new Date()
    await utimes(path, now, now).catch(() => undefined)
    const names = (await readdir(folder)).filter((name) => name.endsWith('.heard'))
    const files = await Promise.all(
      names.map(async (name) => ({ path: join(folder, name), ...(await stat(join(folder, name)).catch(() => ({ size: 0, mtimeMs: 0 }))) })),
    )
    let bytes = 0
    for (const file of files.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
      bytes += file.size
      if (bytes > MOST_BYTES && file.path !== path) await rm(file.path, { force: true })
    }
  },
})
