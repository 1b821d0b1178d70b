import { open, rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { rights } from '../../src-shared/rights/contract.ts'
import { failureOfSystemError } from '../platform/files/index.ts'
import type { RightsService } from './rights-service.ts'

/** A small text, whole or not at all; a file that is there keeps its old text until then. @throws FailureError disk.full, disk.read-only */
export const writeManifest = async (path: string, text: string): Promise<void> => {
  const fresh = `${path}.part`
  try {
    const file = await open(fresh, 'w')
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(fresh, path)
  } catch (cause) {
    await rm(fresh, { force: true }).catch(() => undefined)
    throw failureOfSystemError(cause, path) ?? cause
  }
}

/** `choosePath`: the system's own dialog; `undefined` when it was closed. */
export const createRightsHandlers = (
  service: RightsService,
  titleOf: (trackId: Parameters<RightsService['of']>[0]) => Promise<string>,
  choosePath: (suggestedName: string) => Promise<string | undefined>,
): Handlers<typeof rights> => ({
  of: ({ trackId }) => service.of(trackId),
  async saveManifest({ trackId }) {
    const text = await service.manifestOf(trackId)
    if (!text.ok) return text
    const path = await choosePath(`${await titleOf(trackId)} - provenance.json`)
    if (path === undefined) return ok({})
    try {
      await writeManifest(path, text.value)
      return ok({ fileName: basename(path) })
    } catch (cause) {
      if (!(cause instanceof FailureError)) throw cause
      const { code, message } = cause.failure
      return err({ code: code === 'disk.full' ? 'disk.full' : 'disk.read-only', message })
    }
  },
})
