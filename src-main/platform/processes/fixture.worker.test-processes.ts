import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { type ProcessTaskContext, serveProcessTasks } from './process-task.ts'

/** Tasks for the process pool's own tests. */
export default serveProcessTasks({
  pid: () => process.pid,
  squares: async ({ count }: { count: number }, { checkpoint, progress }: ProcessTaskContext) => {
    const out = new Float32Array(count)
    for (let i = 0; i < count; i++) {
      await checkpoint()
      out[i] = i * i
      progress((i + 1) / count, 'squaring')
    }
    return out
  },
  fails: () => {
    throw new FailureError(failure('fixture.failed', 'It failed as asked.'))
  },
  breaks: () => {
    throw new Error('broken invariant')
  },
  polite: async (_: unknown, { checkpoint, progress }: ProcessTaskContext) => {
    for (let step = 0; ; step++) {
      await checkpoint()
      progress(0, `step ${step}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  },
  /** as a graph does: computes without ever letting a message in */
  deaf: () => {
    for (;;) Math.sqrt(2)
  },
  exits: () => {
    process.stderr.write('the last words\n')
    process.exit(3)
  },
  aborts: () => process.abort(),
})
