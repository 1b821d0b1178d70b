import { z } from 'zod'
import { type Failure, FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { AnswerTrail, Asked } from '../../src-shared/llm/contract.ts'
import type { LanguageFailureCode, LanguageModel, LanguageRequest } from './language-model.ts'
import type { Speaker, SpeakerAnswer, SpeakerQuestion } from './speaker.ts'

export type AskInTurnParts = {
  /** who may be asked for this now, in this order; asked before each question */
  readonly speakersFor: (request: Pick<LanguageRequest<unknown>, 'task' | 'messages' | 'maxTokens'>) => Promise<readonly Speaker[]>
  /** told of every question, answered or not */
  readonly keep: (trail: AnswerTrail) => void
  readonly now: () => number
}

const MAX_TOKENS = 600
const MOST_MILLISECONDS = 120_000
/** a model that gave something that does not fit is told so and asked again, so often */
const SECOND_TRIES = 1

const noneAvailable = (asked: readonly Asked[]): Failure<'llm.none-available'> =>
  failure(
    'llm.none-available',
    asked.length === 0
      ? 'No language model is installed or configured. Install one under Models, or add a service under Settings > Language models. Until then the studio works by its rules.'
      : `No language model answered (${asked.map(({ name, why }) => `${name}: ${why}`).join('; ')}).`,
  )

const RULES_TURN = 'The studio’s rules took their turn.'

/** the question was too long for the last one too: shorter, it could be answered */
const KEPT: readonly string[] = ['llm.context-too-long']

/**
 * Asks one after the other until an answer fits. A speaker whose answer does not fit the schema is told what is wrong and asked once more; one that
 * fails gives way to the next. Every question leaves a trail of who was asked and why others were not used.
 */
export const createAskInTurn = ({ speakersFor, keep, now }: AskInTurnParts): LanguageModel => {
  const askOne = async (
    speaker: Speaker,
    question: SpeakerQuestion,
    context: Parameters<LanguageModel['answer']>[1],
  ): Promise<{ answer: SpeakerAnswer; value: unknown }> => {
    let messages = question.messages
    for (let left = SECOND_TRIES; ; left--) {
      const answer = await speaker.ask({ ...question, messages }, context)
      const parsed = question.schema.safeParse(answer.value)
      if (parsed.success) return { answer, value: parsed.data }
      const wrong = z.prettifyError(parsed.error).slice(0, 500)
      if (left === 0) throw new FailureError(failure('llm.bad-answer', `its answer did not have the shape that was asked for (${wrong.split('\n')[0]})`))
      messages = [
        ...messages,
        { role: 'assistant', text: JSON.stringify(answer.value).slice(0, 2_000) },
        { role: 'user', text: `That does not fit the schema:\n${wrong}\nAnswer again with JSON that does.` },
      ]
    }
  }

  return {
    isAvailable: async () => (await speakersFor({ task: 'test', messages: [] })).length > 0,

    async answer<T>(request: LanguageRequest<T>, context: Parameters<LanguageModel['answer']>[1]) {
      const { task, system, messages, schema, maxTokens = MAX_TOKENS, temperature = 0, seed = 0 } = request
      const begun = now()
      const asked: Asked[] = []
      let last: Failure | undefined
      const trailOf = (more: Partial<AnswerTrail>): AnswerTrail => ({ task, at: begun, asked: [...asked], milliseconds: now() - begun, dollars: 0, ...more })
      for (const speaker of await speakersFor(request)) {
        context.signal.throwIfAborted()
        const { id, name, isLocal } = speaker
        try {
          const { answer, value } = await askOne(
            speaker,
            { task, system, messages, schema, maxTokens, temperature, seed, mostMilliseconds: MOST_MILLISECONDS },
            context,
          )
          asked.push({ id, name, outcome: 'answered', why: '' })
          const { promptTokens, answerTokens, firstTokenMilliseconds, dollars, note } = answer
          const trail = trailOf({
            answeredBy: { id, name, isLocal },
            dollars,
            ...(promptTokens !== undefined && { promptTokens }),
            ...(answerTokens !== undefined && { answerTokens }),
            ...(firstTokenMilliseconds !== undefined && { firstTokenMilliseconds }),
            ...(note !== undefined && { notes: [note] }),
          })
          keep(trail)
          return ok({ value: value as T, trail })
        } catch (cause) {
          context.signal.throwIfAborted()
          if (!(cause instanceof FailureError)) throw cause
          last = cause.failure
          asked.push({ id, name, outcome: last.code, why: last.message })
        }
      }
      // a test asks one model and nobody else
      const trail = trailOf(task === 'test' ? {} : { notes: [RULES_TURN] })
      if (asked.length > 0) keep(trail)
      const what = last && KEPT.includes(last.code) ? (last as Failure<LanguageFailureCode>) : noneAvailable(asked)
      return err({ ...what, trail })
    },
  }
}
