import type { z } from 'zod'
import type { AskContext, LanguageRequest } from './language-model.ts'

/** A question with everything decided. */
export type SpeakerQuestion = Pick<LanguageRequest<unknown>, 'task' | 'system' | 'messages'> & {
  readonly schema: z.ZodType
  readonly maxTokens: number
  readonly temperature: number
  readonly seed: number
  readonly mostMilliseconds: number
}

export type SpeakerAnswer = {
  /** JSON, not yet looked at */
  readonly value: unknown
  readonly promptTokens?: number | undefined
  readonly answerTokens?: number | undefined
  readonly firstTokenMilliseconds?: number | undefined
  /** estimated */
  readonly dollars: number
  /** something that the musician should know of how it was answered, a sentence */
  readonly note?: string | undefined
}

/** Somebody who can be asked: a model on this machine, or a service that the musician configured. */
export type Speaker = {
  readonly id: string
  readonly name: string
  readonly isLocal: boolean
  /** dollars for so many tokens, estimated; 0 on this machine */
  costOf(promptTokens: number, answerTokens: number): number
  /** @throws FailureError with what went wrong; AbortError */
  ask(question: SpeakerQuestion, context: AskContext): Promise<SpeakerAnswer>
}
