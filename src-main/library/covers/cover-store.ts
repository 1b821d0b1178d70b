import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { failureOfSystemError } from '../../platform/files/index.ts'

/**
 * Immutable pictures named by the sha-256 of their bytes, `covers/ab/abcd….jpg`; complete and on the disk before they have their name.
 * None is deleted: they are small, and a step of the history may bring an old one back.
 */
export type CoverStore = {
  /** @throws FailureError disk.full, disk.read-only, disk.unreadable */
  put(bytes: Uint8Array): Promise<Sha256>
  pathOf(sha256: Sha256): string
  has(sha256: Sha256): boolean
}

export const createCoverStore = (root: string): CoverStore => {
  const pathOf = (sha256: Sha256) => join(root, sha256.slice(0, 2), `${Sha256.parse(sha256)}.jpg`)
  return {
    pathOf,
    has: (sha256) => existsSync(pathOf(sha256)),
    async put(bytes) {
      const sha256 = Sha256.parse(createHash('sha256').update(bytes).digest('hex'))
      const path = pathOf(sha256)
      if (existsSync(path)) return sha256
      const incoming = `${path}.${process.pid}.incoming`
      try {
        await mkdir(dirname(path), { recursive: true })
        const file = await open(incoming, 'w')
        try {
          await file.writeFile(bytes)
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(incoming, path)
      } catch (cause) {
        await rm(incoming, { force: true }).catch(() => undefined)
        throw cause instanceof FailureError ? cause : (failureOfSystemError(cause, path) ?? cause)
      }
      return sha256
    },
  }
}
