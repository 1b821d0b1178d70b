import type { Message } from '../language-model.ts'

/** How a model is opened. A change opens it anew. */
export type LlamaSettings = {
  readonly modelPath: string
  /** whether a graphics card may be tried; how many layers fit is measured by the runtime */
  readonly mayUseCard: boolean
  readonly threads: number
  /** most tokens of question and answer together; fewer where memory is short */
  readonly contextTokens: number
}

export type LlamaQuestion = LlamaSettings & {
  readonly system: string
  readonly messages: readonly Message[]
  /** JSON schema, as zod writes it */
  readonly schema: unknown
  readonly maxTokens: number
  readonly temperature: number
  readonly seed: number
  /** an answer that takes longer is given up */
  readonly mostMilliseconds: number
}

export type LlamaAnswer = {
  /** JSON that fits the schema */
  readonly text: string
  readonly promptTokens: number
  readonly answerTokens: number
  readonly firstTokenMilliseconds: number
  readonly milliseconds: number
  /** of the model's layers, how many run on a graphics card */
  readonly cardLayers: number
  readonly contextTokens: number
}
