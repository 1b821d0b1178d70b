import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { serveQuestions } from './serve-questions.ts'

/** Questions for the answering thread's own tests. */
serveQuestions(({ word }: { readonly word: string }) => {
  let slices = 0
  return {
    answers: {
      echo: async (text: string) => `${word} ${text}`,
      slices: async () => slices,
      async counts(_: unknown, signal: AbortSignal) {
        for (;;) {
          slices++
          await breathe()
          signal.throwIfAborted()
        }
      },
      async fails() {
        throw new FailureError(failure('fixture.failed', 'It failed as asked.'))
      },
      async breaks() {
        throw new Error('broken invariant')
      },
      dies: () => process.exit(3),
    },
    // letting go of a large file takes a moment
    close: () => sleep(50),
  }
})
