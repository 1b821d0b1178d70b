import type { LanguageTask } from '../../src-shared/llm/contract.ts'
import type { LanguageRequest } from './language-model.ts'
import type { Speaker } from './speaker.ts'

/** Jobs that have to hang together over a page want a stronger service where there is a choice. */
const WANTED_STRENGTH: Readonly<Record<LanguageTask, number>> = {
  prompt: 1,
  quality: 1,
  validator: 1,
  test: 1,
  arrangement: 2,
  assistant: 2,
  helper: 2,
  lyrics: 2,
  author: 3,
}
const CHARACTERS_A_TOKEN = 4
const USUAL_ANSWER_TOKENS = 400

/**
 * Who is asked, in this order: what is on this machine, then services, those strong enough for the job first and among them the cheapest for this very
 * question. A service that would cost more than what is left of the day's limit is not asked.
 */
export const chooseSpeakers = (
  request: Pick<LanguageRequest<unknown>, 'task' | 'messages' | 'maxTokens'>,
  local: readonly Speaker[],
  services: readonly (Speaker & { readonly strength: number })[],
  dollarsLeft: number,
): readonly Speaker[] => {
  const promptTokens = request.messages.reduce((sum, { text }) => sum + text.length, 0) / CHARACTERS_A_TOKEN
  const costOf = (speaker: Speaker) => speaker.costOf(promptTokens, request.maxTokens ?? USUAL_ANSWER_TOKENS)
  const wanted = WANTED_STRENGTH[request.task]
  const affordable = services.filter((speaker) => costOf(speaker) <= dollarsLeft)
  return [...local, ...affordable.toSorted((a, b) => Number(b.strength >= wanted) - Number(a.strength >= wanted) || costOf(a) - costOf(b))]
}
