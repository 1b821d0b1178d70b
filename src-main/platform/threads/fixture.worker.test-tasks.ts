import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import { serveTasks, type TaskContext, transfer } from './worker-task.ts'

/** Tasks for the thread pool's own tests. */
export default serveTasks({
  squares: ({ count }: { count: number }, { flags, progress }: TaskContext) => {
    const out = new Float32Array(count)
    for (let i = 0; i < count; i++) {
      checkpoint(flags)
      out[i] = i * i
      progress((i + 1) / count, 'squaring')
    }
    return transfer(out, [out.buffer])
  },
  fails: () => {
    throw new FailureError(failure('fixture.failed', 'It failed as asked.'))
  },
  breaks: () => {
    throw new Error('broken invariant')
  },
  polite: (_: unknown, { flags }: TaskContext) => {
    for (;;) checkpoint(flags)
  },
  deaf: () => {
    for (;;) Math.sqrt(2)
  },
  /** looks at its flags only now and then */
  slow: ({ milliseconds }: { milliseconds: number }, { flags }: TaskContext) => {
    const until = performance.now() + milliseconds
    while (performance.now() < until) Math.sqrt(2)
    checkpoint(flags)
    return 'late'
  },
  exits: () => process.exit(3),
  blowsUpLater: async () => {
    setTimeout(() => {
      throw new Error('nobody catches this')
    }, 1)
    await new Promise(() => undefined)
  },
  eats: () => {
    const meals: number[][] = []
    for (;;) meals.push(Array.from({ length: 10_000 }, Math.random))
  },
  unclonable: () => () => undefined,
})
