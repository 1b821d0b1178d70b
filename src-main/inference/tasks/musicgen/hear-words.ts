import { Tensor } from 'onnxruntime-node'
import type { TaskContext } from '../../protocol.ts'
import { openTokenizer } from '../../text/tokenizer.ts'
import { fileOf, type MusicgenModel } from './model.ts'

/** The prompt as the language model hears it: one vector a token. */
export type HeardWords = {
  readonly states: Float32Array
  readonly length: number
  readonly width: number
  /** false: nothing was said; the model makes what it likes */
  readonly isHeard: boolean
}

/** T5 was trained on 512 tokens; longer prompts end there. */
const MAX_TOKENS = 512

/** @throws FailureError model.damaged */
export const hearWords = async (model: MusicgenModel, text: string, { sessions }: Pick<TaskContext, 'sessions'>): Promise<HeardWords> => {
  const tokenizer = await openTokenizer(fileOf(model, 'tokenizer'))
  const ids = tokenizer.encode(text.trim(), { maxTokens: MAX_TOKENS })
  const session = await sessions.open(fileOf(model, 'text_encoder'))
  const dims = [1, ids.length]
  const { last_hidden_state: states } = await session.run({
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), dims),
    attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), dims),
  })
  const width = states?.dims[2]
  if (!states || width === undefined) throw new Error('the text encoder gave no states')
  if (text.trim() === '') return { states: new Float32Array(width), length: 1, width, isHeard: false }
  return { states: Float32Array.from(states.data as Float32Array), length: ids.length, width, isHeard: true }
}
