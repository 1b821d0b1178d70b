import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { failureOfSystemError } from '../../platform/files/index.ts'
import type { Picture } from './cover-picture.ts'

/**
 * Immutable pictures named by the sha-256 of their bytes, `covers/ab/abcd….jpg` or `.png`; complete and on the disk before they have their name.
 * None is deleted: they are small, and a step of the history may bring an old one back.
 */
export type CoverStore = {
  /** @throws FailureError disk.full, disk.read-only, disk.unreadable */
  put(bytes: Uint8Array, kind?: Picture['kind']): Promise<Sha256>
  pathOf(sha256: Sha256): string
  has(sha256: Sha256): boolean
}

export const createCoverStore = (root: string): CoverStore => {
  const pathAs = (sha256: Sha256, kind: Picture['kind']) => join(root, sha256.slice(0, 2), `${Sha256.parse(sha256)}.${kind}`)
  const pathOf = (sha256: Sha256) => {
    const png = pathAs(sha256, 'png')
    return existsSync(png) ? png : pathAs(sha256, 'jpg')
  }
  return {
    pathOf,
    has: (sha256) => existsSync(pathOf(sha256)),
    async put(bytes, kind = 'jpg') {
      const sha256 = Sha256.parse(createHash('sha256').update(bytes).digest('hex'))
      const path = pathAs(sha256, kind)
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
