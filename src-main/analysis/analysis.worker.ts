import { serveTasks, type TaskContext } from '../platform/threads/worker-task.ts'
import { type ListenRequest, listenToFile } from './listen/listen-to-file.ts'

/** Listens to recordings. */
export default serveTasks({
  listen: (request: ListenRequest, context: TaskContext) => listenToFile(request, context),
})
