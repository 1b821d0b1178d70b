import { useEffect, useState } from 'react'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { Result } from '../../src-shared/kernel/result.ts'

/** Asks once when shown and again on `again()`. `ask` must be stable. */
export const useAnswer = <T>(
  ask: () => Promise<Result<T>>,
): { readonly answer: T | undefined; readonly error: Failure | undefined; readonly again: () => void } => {
  const [round, setRound] = useState(0)
  const [reply, setReply] = useState<Result<T>>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is what asks again
  useEffect(() => {
    let isCurrent = true
    setReply(undefined)
    void ask().then((answered) => isCurrent && setReply(answered))
    return () => {
      isCurrent = false
    }
  }, [ask, round])
  return { answer: reply?.ok ? reply.value : undefined, error: reply && !reply.ok ? reply.error : undefined, again: () => setRound((count) => count + 1) }
}
