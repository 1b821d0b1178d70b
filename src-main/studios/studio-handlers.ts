import type { Handlers } from '../../src-shared/ipc/call.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { studios } from '../../src-shared/studios/contract.ts'
import type { StudioManager } from './studio-manager.ts'

export const createStudioHandlers = (manager: StudioManager): Handlers<typeof studios> => ({
  state: async () => ok(manager.state()),
  async select({ studio }) {
    try {
      return ok(await manager.select(studio))
    } catch (cause) {
      if (!(cause instanceof FailureError)) throw cause
      const message = `The studio could not be opened: ${cause.failure.message} You are still in the one before.`
      return err(failure('studio.cannot-open', message, { studio, why: cause.failure.code }))
    }
  },
})
