import type { z } from 'zod'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { Result } from '../../src-shared/kernel/result.ts'
import type { AnswerTrail, LanguageTask } from '../../src-shared/llm/contract.ts'

export type Message = { readonly role: 'user' | 'assistant'; readonly text: string }

/** One question. The answer is made to fit `schema` while it is written, and parsed again when it is there: free text never reaches anyone. */
export type LanguageRequest<T> = {
  readonly task: LanguageTask
  /** who the model is to be, and what it may do; never holds text of a musician's library */
  readonly system: string
  /** the last one asks */
  readonly messages: readonly Message[]
  readonly schema: z.ZodType<T>
  /** of the answer */
  readonly maxTokens?: number
  /** 0: always the likeliest, the same answer each time */
  readonly temperature?: number
  readonly seed?: number
}

export type LanguageFailureCode =
  /** nothing is installed or configured, or all of it failed: agents fall to their rules */
  'llm.none-available' | 'llm.context-too-long' | 'llm.bad-answer' | 'llm.too-slow' | 'model.damaged' | 'model.too-big' | 'engine.crashed'

export type Answer<T> = { readonly value: T; readonly trail: AnswerTrail }

/** `onText`: the answer so far, as it is written; JSON, not finished. */
export type AskContext = { readonly signal: AbortSignal; readonly onText?: (text: string) => void }

/** The one door to every language model, on this machine or elsewhere. */
export type LanguageModel = {
  /** @throws AbortError within a second of a cancel */
  answer<T>(request: LanguageRequest<T>, context: AskContext): Promise<Result<Answer<T>, Failure<LanguageFailureCode> & { readonly trail?: AnswerTrail }>>
  /** whether somebody would be asked at all */
  isAvailable(): Promise<boolean>
}
