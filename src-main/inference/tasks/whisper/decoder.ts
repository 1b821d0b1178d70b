import { Tensor } from 'onnxruntime-node'
import { FailureError, failure } from '../../../../src-shared/kernel/failure.ts'
import type { Session } from '../../sessions/sessions.ts'

/** Likelihoods (logits) of the next token after all that was said so far. Valid until the next step. */
export type Step = { readonly logits: Float32Array }

/** One answer on its way: each step says some tokens and hears what comes next. */
export type Speaker = {
  /** @returns logits after the last of these tokens; after the first too, for what the model thinks of the sound as a whole */
  say(tokens: readonly number[]): Promise<{ readonly first: Float32Array; readonly last: Float32Array }>
}

const notWhisper = (session: Session, what: string): FailureError => {
  const message = 'The installed speech model is not one that the studio knows. Open Models and choose Repair, or install Whisper again.'
  return new FailureError(failure('model.damaged', message, { path: session.path, what }))
}

const floats = (session: Session, tensor: Tensor | undefined): Float32Array => {
  if (tensor?.data instanceof Float32Array) return tensor.data
  throw notWhisper(session, 'logits')
}

/** "past_key_values.3.decoder.key" -> "present.3.decoder.key" */
const presentOf = (past: string): string => past.replace('past_key_values', 'present')

/**
 * Whisper's decoder as one graph with two branches ("merged"): the first step reads the sound and says the whole beginning, later steps say one
 * token and keep what was computed before. The keys and values of the sound come from the first step; those of the words grow.
 */
export const createSpeaker = (session: Session, sound: Tensor): Speaker => {
  const pasts = session.inputNames.filter((name) => name.startsWith('past_key_values.'))
  if (pasts.length === 0 || !session.inputNames.includes('use_cache_branch')) throw notWhisper(session, 'inputs')
  const emptyOf = (name: string): Tensor => {
    const [, heads, , size] = session.inputShape(name)
    if (typeof heads !== 'number' || typeof size !== 'number') throw notWhisper(session, name)
    return new Tensor('float32', new Float32Array(), [1, heads, 0, size])
  }
  const memory = new Map(pasts.map((name) => [name, emptyOf(name)]))
  const growing = pasts.filter((name) => name.includes('.decoder.'))
  const outputs = { first: ['logits', ...pasts.map(presentOf)], later: ['logits', ...growing.map(presentOf)] }
  let isFirst = true

  return {
    async say(tokens) {
      const ids = new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length])
      const cached = new Tensor('bool', [!isFirst], [1])
      const feeds = { input_ids: ids, encoder_hidden_states: sound, use_cache_branch: cached, ...Object.fromEntries(memory) }
      const answer = await session.run(feeds, isFirst ? outputs.first : outputs.later)
      for (const name of isFirst ? pasts : growing) {
        const present = answer[presentOf(name)]
        if (!present) throw notWhisper(session, name)
        memory.set(name, present)
      }
      isFirst = false
      const logits = floats(session, answer.logits)
      const size = logits.length / tokens.length
      return { first: logits.subarray(0, size), last: logits.subarray(logits.length - size) }
    },
  }
}
