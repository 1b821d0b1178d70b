import { type ProcessTaskContext, serveProcessTasks } from '../platform/processes/process-task.ts'
import type { InferenceTask, TaskEnvelope } from './protocol.ts'
import { createSessionShelf } from './sessions/session-shelf.ts'
import { inferenceTasks } from './tasks/index.ts'

const shelf = createSessionShelf()

const serve =
  <I, O>(task: InferenceTask<I, O>) =>
  async ({ input, settings }: TaskEnvelope<I>, { progress, signal, checkpoint }: ProcessTaskContext): Promise<O> => {
    const told: ProcessTaskContext['progress'] = (fraction, stage) => {
      const fallback = shelf.fallbackWords()
      progress(fraction, stage && fallback ? `${stage} (${fallback})` : stage)
    }
    try {
      return await task(input, { progress: told, signal, checkpoint, sessions: shelf.forTask(settings) })
    } finally {
      shelf.unpin()
    }
  }

/** The inference process. */
export default serveProcessTasks(
  Object.fromEntries(Object.entries(inferenceTasks).map(([name, task]) => [name, serve(task as InferenceTask<unknown, unknown>)])),
)
