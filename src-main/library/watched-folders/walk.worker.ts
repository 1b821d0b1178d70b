import { serveTasks, type TaskContext, transfer } from '../../platform/threads/worker-task.ts'
import { walkFolder } from './walk-folder.ts'

/** Looks through folders; nothing here computes, but a slow drive must not hold up the window. */
export default serveTasks({
  walkFolder: ({ path }: { path: string }, { flags }: TaskContext) => {
    const walked = walkFolder(path, flags)
    return transfer(
      walked,
      walked.chunks.map(({ facts }) => facts.buffer),
    )
  },
})
