import { z } from 'zod'

/** What a language model is asked for: small and quick tasks stay on the machine longer than large ones. */
export const LanguageTask = z.enum(['prompt', 'lyrics', 'arrangement', 'quality', 'assistant', 'author', 'helper', 'validator', 'test'])
export type LanguageTask = z.output<typeof LanguageTask>

/** One who was asked. `outcome`: "answered", or the code of what went wrong. */
export const Asked = z.object({ id: z.string(), name: z.string(), outcome: z.string(), why: z.string() })
export type Asked = z.output<typeof Asked>

/** Who answered, who did not, and what it took. Holds no word of question or answer. */
export const AnswerTrail = z.object({
  task: LanguageTask,
  at: z.number(),
  /** absent: nobody answered */
  answeredBy: z.object({ id: z.string(), name: z.string(), isLocal: z.boolean() }).optional(),
  asked: z.array(Asked),
  promptTokens: z.number().int().optional(),
  answerTokens: z.number().int().optional(),
  firstTokenMilliseconds: z.number().optional(),
  milliseconds: z.number(),
  /** estimated from a price list; 0 on this machine */
  dollars: z.number(),
})
export type AnswerTrail = z.output<typeof AnswerTrail>
