import { z } from 'zod'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { InstalledModel } from '../../models/index.ts'
import type { Speaker } from '../speaker.ts'
import type { LocalModels } from './local-model.ts'

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new FailureError(failure('llm.bad-answer', 'its answer broke off in the middle'))
  }
}

/** A model on this machine as one of those who can be asked. */
export const localSpeaker = (models: LocalModels, model: InstalledModel): Speaker => ({
  id: model.id,
  name: model.name,
  isLocal: true,
  costOf: () => 0,
  async ask({ schema, ...question }, context) {
    const { text, promptTokens, answerTokens, firstTokenMilliseconds, note } = await models.answer(
      model,
      { ...question, schema: z.toJSONSchema(schema) },
      context,
    )
    return { value: parseJson(text), promptTokens, answerTokens, firstTokenMilliseconds, dollars: 0, ...(note !== undefined && { note }) }
  },
})
