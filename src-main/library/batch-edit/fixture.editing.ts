import type { HistoryService } from '../../history/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { createAudioStore } from '../../platform/files/index.ts'
import { createIdSource } from '../../platform/ids.ts'
import { createLibraryQuestions } from '../questions/library-questions.ts'
import { createKeptSelections } from '../selections/kept-selections.ts'
import { selectionHandlers } from '../selections/selection-handlers.ts'
import { batchEditHandlers } from './batch-edit-handlers.ts'

/** Choosing songs and editing them, put together as in the studio; nothing here touches sound. */
export const editingOf = (database: Database, history: HistoryService) => {
  const selections = createKeptSelections()
  const questions = createLibraryQuestions(database.query, Date.now)
  const audio = createAudioStore(`${database.path}-audio`, Date.now)
  const ids = createIdSource((bytes) => crypto.getRandomValues(new Uint8Array(bytes)), Date.now)
  return {
    ...selectionHandlers({ questions, selections, history, ids, now: Date.now, database, audio, events: { emit: () => {} } }),
    ...batchEditHandlers({ database, history, selections }),
  }
}
