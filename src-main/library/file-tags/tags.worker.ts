import { serveTasks } from '../../platform/threads/worker-task.ts'
import { applyTags, type TagOrder } from './apply-tags.ts'

export default serveTasks({
  applyTags: ({ source, target, order }: { source: string; target: string; order: TagOrder }) => applyTags(source, target, order),
})
