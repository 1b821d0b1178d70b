/** A closed word for one way an operation can fail: `domain.reason`. */
export type FailureCode = `${string}.${string}`

/**
 * An expected failure. `message` is one or two plain sentences for a musician: what happened, what is safe, what to do.
 * `details` is small JSON for tools.
 */
export type Failure<C extends string = string> = {
  readonly code: C
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>> | undefined
}

export const failure = <const C extends string>(code: C, message: string, details?: Failure['details']): Failure<C> =>
  details ? { code, message, details } : { code, message }

/** Carries a Failure through code that can only throw (a job's `run`, a worker task). The job runner turns it back into data. */
export class FailureError extends Error {
  readonly failure: Failure
  constructor(failed: Failure, options?: ErrorOptions) {
    super(failed.message, options)
    this.name = 'FailureError'
    this.failure = failed
  }
}

/** Cancellation is not a failure: it is an AbortError, the same the platform throws. */
export const isAbort = (cause: unknown): boolean => cause instanceof Error && cause.name === 'AbortError'
