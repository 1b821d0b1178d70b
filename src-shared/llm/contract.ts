import { z } from 'zod'
import { call, NoInput, push } from '../ipc/call.ts'

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
  /** how it came about, a sentence each: a card given up, the rules' turn */
  notes: z.array(z.string()).optional(),
})
export type AnswerTrail = z.output<typeof AnswerTrail>

export const ServiceId = z.enum(['deepseek', 'mistral', 'google', 'xai', 'openai', 'anthropic', 'compatible'])
export type ServiceId = z.output<typeof ServiceId>

/** How the musician set a service up; part of the settings. Keys are elsewhere. */
export const ServiceChoice = z.object({
  isOn: z.boolean().default(true),
  /** '': the studio's own choice */
  model: z.string().trim().max(200).default(''),
  /** for servers that speak OpenAI's protocol; http only to this machine or a private network */
  baseUrl: z.string().trim().max(500).default(''),
})
export type ServiceChoice = z.output<typeof ServiceChoice>
export const ServiceChoices = z.partialRecord(ServiceId, ServiceChoice)
export type ServiceChoices = z.output<typeof ServiceChoices>

/** `keychain`: the system's own; `environment`: a variable of this process; `plain`: a file that only this user may read. */
export const KeyPlace = z.enum(['keychain', 'environment', 'plain'])
export type KeyPlace = z.output<typeof KeyPlace>

/** A service as Settings shows it. Never holds a key. */
export const ServiceView = z.object({
  id: ServiceId,
  name: z.string(),
  choice: ServiceChoice,
  /** the one that is asked: the musician's or the studio's */
  model: z.string(),
  /** where its key is; absent: it has none */
  key: KeyPlace.optional(),
  needsKey: z.boolean(),
  isReady: z.boolean(),
  /** estimates, dollars for a million tokens */
  inputDollars: z.number(),
  outputDollars: z.number(),
})
export type ServiceView = z.output<typeof ServiceView>

export const LlmState = z.object({
  /** models on this machine, the first is asked first */
  local: z.array(z.object({ id: z.string(), name: z.string() })),
  services: z.array(ServiceView),
  /** where new keys are kept; absent: nowhere on this machine */
  keyPlace: KeyPlace.optional(),
  /** nothing is sent anywhere */
  isSealed: z.boolean(),
  spentTodayDollars: z.number(),
  /** newest first */
  trails: z.array(AnswerTrail),
})
export type LlmState = z.output<typeof LlmState>

const service = z.object({ id: ServiceId })

export const llm = {
  state: call({ input: NoInput, output: LlmState }),
  /** the key goes to the system's keychain and never comes back */
  setKey: call({ input: service.extend({ key: z.string().trim().min(1).max(4_000) }), output: z.object({}), failures: ['keys.no-keychain'] }),
  removeKey: call({ input: service, output: z.object({}), failures: ['keys.no-keychain'] }),
  /** a short question to one model or service, to see whether it answers */
  test: call({ input: z.object({ id: z.string() }), output: z.object({ trail: AnswerTrail }), failures: ['llm.not-found', 'llm.no-answer'] }),
  changed: push(z.object({})),
} as const
