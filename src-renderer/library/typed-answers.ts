import type { Result } from '../../src-shared/kernel/result.ts'
import type { NextLetters } from '../../src-shared/library/next-letters.ts'
import { createAnswerCache } from './answer-cache.ts'

/** After an answer, milliseconds: its frame is drawn before the next letter is thought of. */
const AFTER_ANSWER_MILLISECONDS = 16

/** Capitals and more spaces find the same. */
const sameWords = (text: string): string => (/^[\x20-\x7e]*$/.test(text) ? text.toLowerCase().trim().replaceAll(/ +/g, ' ') : text)
const nameOf = <Q extends { readonly text: string }>(question: Q): string => JSON.stringify({ ...question, text: sameWords(question.text) })

type AskNextLetters<Q> = (question: Q & { readonly behind?: string }, signal: AbortSignal) => Promise<Result<NextLetters>>

/**
 * What typed words find, as far as it is known here: what was asked before, and what the next letter would find, which is fetched in the pause
 * before that letter, so that the letter itself waits for nobody.
 */
export const createTypedAnswers = <Q extends { readonly text: string }, A>(askNextLetters: AskNextLetters<Q>) => {
  const answers = createAnswerCache<() => A>()

  const fetchNext = async (question: Q, signal: AbortSignal): Promise<void> => {
    let behind: string | undefined
    do {
      const reply = await askNextLetters({ ...question, ...(behind !== undefined && { behind }) }, signal)
      if (signal.aborted || !reply.ok) return
      for (const { text, page } of reply.value.lists) answers.keep(nameOf({ ...question, text }), () => JSON.parse(page) as A)
      behind = reply.value.behind
    } while (behind !== undefined)
  }

  return {
    get: (question: Q): A | undefined => answers.get(nameOf(question))?.(),
    keep: (question: Q, answer: A): void => answers.keep(nameOf(question), () => answer),
    forget: answers.forget,
    /** A letter may follow. `signal`: another question was asked. */
    expectLetter(question: Q, signal: AbortSignal): void {
      setTimeout(() => !signal.aborted && void fetchNext(question, signal), AFTER_ANSWER_MILLISECONDS)
    },
  }
}
