import type { z } from 'zod'
import { type Failure, FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { Result } from '../../src-shared/kernel/result.ts'

/** The value of a result. @throws FailureError */
export const unwrap = <T>(result: Result<T, Failure>): T => {
  if (result.ok) return result.value
  throw new FailureError(result.error)
}

/**
 * One call of a contract in this process: the input is parsed as the window's would be, the answer unwrapped.
 * @throws FailureError what the handler answered, or cli.usage where the input does not fit
 */
export const ask = async <I extends z.ZodType, T>(
  word: { readonly input: I },
  handler: (input: z.output<I>) => Promise<Result<T, Failure>>,
  input: z.input<I>,
): Promise<T> => {
  const parsed = word.input.safeParse(input)
  if (parsed.success) return unwrap(await handler(parsed.data))
  const sentences = parsed.error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
  throw new FailureError(failure('cli.usage', `This does not fit: ${sentences.join('; ')}.`))
}
