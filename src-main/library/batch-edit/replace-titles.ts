import { runInNewContext } from 'node:vm'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { EditOperation } from '../../../src-shared/library/batch-edit.ts'

/** A pattern that needs longer than this for some thousand titles would never end. Milliseconds. */
const LONGEST = 1_500

const SCRIPT = 'const pattern = new RegExp(source, flags); titles.map((title) => title.replace(pattern, to))'

/**
 * Every find replaced in every title. A musician's pattern runs apart and under a time limit: one that backtracks for ever ends with a word
 * instead of stopping the studio. @throws FailureError edit.bad-pattern
 */
export const replaceTitles = (
  titles: readonly string[],
  { find, replaceWith, isPattern, isCaseSensitive }: Extract<EditOperation, { kind: 'replace' }>,
): string[] => {
  const source = isPattern ? find : find.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const to = isPattern ? replaceWith : replaceWith.replaceAll('$', '$$$$')
  const flags = `g${isCaseSensitive ? '' : 'i'}u`
  try {
    const answer: unknown = runInNewContext(SCRIPT, { source, flags, to, titles: [...titles] }, { timeout: LONGEST })
    return Array.from(answer as ArrayLike<string>, String)
  } catch (cause) {
    const isSlow = (cause as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
    const why = cause instanceof Error || (typeof cause === 'object' && cause !== null && 'message' in cause) ? String((cause as Error).message) : ''
    const message = isSlow
      ? 'This pattern takes too long on these titles. Write it without one repetition inside another.'
      : `This pattern cannot be read. ${why.replace(/^Invalid regular expression: /, '')}`
    throw new FailureError(failure('edit.bad-pattern', message), { cause })
  }
}
