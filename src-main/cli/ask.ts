import type { z } from 'zod'
import { type Failure, FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { Result } from '../../src-shared/kernel/result.ts'

/** The value of a result. @throws FailureError */
export const unwrap = <T>(result: Result<T, Failure>): T => {
  if (result.ok) return result.value
  throw new FailureError(result.error)
}

/** "add.0" is the first of what is added: the place in a list says nothing to a person */
const nameOf = (path: readonly PropertyKey[], names: Readonly<Record<string, string>>): string => {
  const [last] = path.filter((part) => typeof part === 'string').slice(-1)
  return (last && (names[last] ?? last)) || 'The input'
}

const NAMES: Readonly<Record<string, string>> = { add: 'A tag', remove: 'A tag', trackIds: 'The list of songs' }

/** What is wrong with an input, in a sentence without its full stop. */
export const inWords = (issue: z.core.$ZodIssue): string => {
  const name = nameOf(issue.path, NAMES)
  const unit = 'origin' in issue && issue.origin === 'string' ? ' characters' : ''
  if (issue.code === 'too_small' && unit && issue.minimum === 1) return `${name} must not be empty`
  if (issue.code === 'too_small') return `${name} must be at least ${issue.minimum}${unit}`
  if (issue.code === 'too_big') return `${name} must be at most ${issue.maximum}${unit}`
  return `${name} does not fit: ${issue.message}`
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
  throw new FailureError(failure('cli.usage', `${parsed.error.issues.map(inWords).join('; ')}.`))
}
