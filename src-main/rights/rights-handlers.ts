import { basename } from 'node:path'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { rights } from '../../src-shared/rights/contract.ts'
import { writeText } from '../platform/files/index.ts'
import type { RightsService } from './rights-service.ts'

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
      await writeText(path, text.value)
      return ok({ fileName: basename(path) })
    } catch (cause) {
      if (!(cause instanceof FailureError)) throw cause
      const { code, message } = cause.failure
      return err({ code: code === 'disk.full' ? 'disk.full' : 'disk.read-only', message })
    }
  },
})
