import { type ProcessTaskContext, serveProcessTasks } from '../../platform/processes/process-task.ts'
import { createLlamaHost } from './llama-host.ts'
import type { LlamaQuestion } from './protocol.ts'

const host = createLlamaHost()

/** The language model's process. */
export default serveProcessTasks({
  answer: (question: LlamaQuestion, context: ProcessTaskContext) => host.answer(question, context),
})
