import { APICallError, NoObjectGeneratedError, NoOutputGeneratedError, RetryError } from 'ai'
import { BrokenCircuitError, TaskCancelledError } from 'cockatiel'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'

const of = (code: string, message: string, cause: unknown) => new FailureError(failure(code, message), { cause })

const causeOf = (cause: unknown): unknown => (cause instanceof RetryError ? (cause.lastError ?? cause) : cause)

/** What went wrong with a service, in words that hold nothing of the question and nothing of the key. */
export const serviceFailure = (raised: unknown): FailureError => {
  const cause = causeOf(raised)
  if (cause instanceof FailureError) return cause
  if (cause instanceof BrokenCircuitError) return of('llm.resting', 'it failed several times in a row and is left alone for a minute', cause)
  if (cause instanceof TaskCancelledError) return of('llm.too-slow', 'it did not answer in time', cause)
  if (NoObjectGeneratedError.isInstance(cause) || NoOutputGeneratedError.isInstance(cause))
    return of('llm.bad-answer', 'it answered with something that is not the JSON that was asked for', cause)
  if (APICallError.isInstance(cause)) {
    const { statusCode } = cause
    if (statusCode === 401 || statusCode === 403) return of('llm.key-refused', 'it refused the key. Set it again under Settings > Language models', cause)
    if (statusCode === 402) return of('llm.no-credit', 'the account there has no credit left', cause)
    if (statusCode === 404) return of('llm.no-such-model', 'it does not know the model that is set. Change it under Settings > Language models', cause)
    if (statusCode === 413) return of('llm.context-too-long', 'the question is too long for it. Shorten it', cause)
    if (statusCode === 429) return of('llm.busy', 'it asks for a pause: too many questions at once, or the account’s limit is reached', cause)
    if (statusCode !== undefined && statusCode < 500) return of('llm.refused', `it refused the question (${statusCode})`, cause)
    if (statusCode === undefined || statusCode >= 500)
      return of('llm.unreachable', statusCode === undefined ? 'it could not be reached' : `it is out of order (${statusCode})`, cause)
  }
  return of('llm.unreachable', 'it could not be reached', cause)
}

/** Worth another try a moment later. */
export const isPassing = (raised: unknown): boolean => {
  const cause = causeOf(raised)
  return APICallError.isInstance(cause) ? cause.statusCode === undefined || cause.statusCode === 429 || cause.statusCode >= 500 : cause instanceof TypeError
}

/** What the service says of how long to wait, milliseconds. */
export const askedPause = (raised: unknown): number | undefined => {
  const cause = causeOf(raised)
  const seconds = APICallError.isInstance(cause) ? Number(cause.responseHeaders?.['retry-after']) : Number.NaN
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}
