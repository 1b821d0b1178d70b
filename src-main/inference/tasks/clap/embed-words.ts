import { Tensor } from 'onnxruntime-node'
import type { InferenceTask } from '../../protocol.ts'
import { openTokenizer } from '../../text/tokenizer.ts'
import { vectorOf } from './embed-sound.ts'

export type EmbedWordsInput = { readonly graphPath: string; readonly tokenizerPath: string; readonly text: string; readonly maxTokens: number }

const int64 = (values: readonly number[]): Tensor => new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length])

/** Words as a vector of length 1 in the space of CLAP's sounds. @throws FailureError model.damaged; AbortError */
export const embedWords: InferenceTask<EmbedWordsInput, Float32Array> = async ({ graphPath, tokenizerPath, text, maxTokens }, { sessions, checkpoint }) => {
  const ids = (await openTokenizer(tokenizerPath)).encode(text, { maxTokens })
  await checkpoint()
  const session = await sessions.open(graphPath)
  await checkpoint()
  const answer = await session.run({ input_ids: int64(ids), attention_mask: int64(ids.map(() => 1)) })
  return vectorOf(answer.text_embeds)
}
