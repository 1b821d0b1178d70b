import { serveTasks, type TaskContext } from '../platform/threads/worker-task.ts'
import { type PasteRequest, pasteAndProve } from './paste-task.ts'

/** Everything of editing that reads or writes whole songs. */
export default serveTasks({
  pasteAndProve: (request: PasteRequest, { flags }: TaskContext) => pasteAndProve(request, flags),
})
