import type { Actor, history } from '../../src-shared/history/contract.ts'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { failure } from '../../src-shared/kernel/failure.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { Database } from '../platform/database/index.ts'
import type { HistoryService } from './history-service.ts'
import { listHistory } from './list-history.ts'

export const createHistoryHandlers = (database: Database, service: HistoryService, actor: Actor = 'person'): Handlers<typeof history> => ({
  async list(question) {
    if (question.scope === 'song' && question.trackId === undefined) return err(failure('history.no-song', 'Say which song’s history you want.'))
    const { lines, nextBefore } = await listHistory(database.query, question)
    return ok({ lines, ...(nextBefore !== undefined && { nextBefore }) })
  },
  undo: () => service.undo(),
  redo: () => service.redo(),
  goTo: ({ stepId, trackId, isTrial }) => service.goTo(stepId, trackId, isTrial),
  takeBack: ({ stepId }) => service.takeBack(stepId, actor),
  async stop({ stepId }) {
    service.stop(stepId)
    return ok({})
  },
})
