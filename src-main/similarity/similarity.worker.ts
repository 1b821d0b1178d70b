import { serveTasks, type TaskContext } from '../platform/threads/worker-task.ts'
import { type DescribeRequest, describeFile } from './describe/describe-file.ts'
import { type RankRequest, rankRows } from './rank.ts'

/** Measures sound, and compares it. */
export default serveTasks({
  describe: (request: DescribeRequest, context: TaskContext) => describeFile(request, context),
  rank: (request: RankRequest) => rankRows(request),
})
