import { readFile, stat } from 'node:fs/promises'
import { Tokenizer as Encoder } from '@huggingface/tokenizers'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'

/** Words to numbers and back, as a model was trained to read them. */
export type Tokenizer = {
  /**
   * Token ids with the model's own start and end marks. Longer texts are cut in front of the end mark, so that what is left is still a whole
   * sentence to the model.
   */
  encode(text: string, options?: { readonly maxTokens?: number }): readonly number[]
  /** without marks; `skipSpecial: false` keeps them */
  decode(ids: readonly number[], options?: { readonly skipSpecial?: boolean }): string
  /** the id of a token by its spelling ("</s>", "<|en|>"); undefined: there is none */
  idOf(token: string): number | undefined
}

/** How many marks stand in front of and behind the text's own tokens. */
const marksAround = (whole: readonly number[], bare: readonly number[]): { readonly front: number; readonly back: number } => {
  const extra = whole.length - bare.length
  for (let front = 0; front <= extra; front++) {
    if (bare.every((id, index) => whole[front + index] === id)) return { front, back: extra - front }
  }
  return { front: 0, back: 0 }
}

const create = (json: object, config: object): Tokenizer => {
  const encoder = new Encoder(json, config)
  return {
    encode(text, { maxTokens = Number.POSITIVE_INFINITY } = {}) {
      const whole = encoder.encode(text).ids
      if (whole.length <= maxTokens) return whole
      const { back } = marksAround(whole, encoder.encode(text, { add_special_tokens: false }).ids)
      return [...whole.slice(0, Math.max(0, maxTokens - back)), ...whole.slice(whole.length - back)]
    },
    decode: (ids, { skipSpecial = true } = {}) => encoder.decode([...ids], { skip_special_tokens: skipSpecial }),
    idOf: (token) => encoder.token_to_id(token),
  }
}

const damaged = (path: string, cause: unknown): FailureError =>
  new FailureError(
    failure('model.damaged', 'The word list of this model is missing or damaged. Your songs are unchanged. Open Models and choose Repair.', {
      path,
      why: cause instanceof Error ? cause.message : String(cause),
    }),
    { cause },
  )

const readJson = async (path: string): Promise<object> => {
  const parsed: unknown = JSON.parse(await readFile(path, 'utf8'))
  if (typeof parsed !== 'object' || parsed === null) throw new Error('no JSON object')
  return parsed
}

const held = new Map<string, { readonly stamp: string; readonly tokenizer: Tokenizer }>()

/**
 * A Hugging Face `tokenizer.json`, with its `tokenizer_config.json` where the model has one. Kept by path until the file changes: reading one
 * takes up to a second.
 *
 * @throws FailureError model.damaged
 */
export const openTokenizer = async (path: string, configPath?: string): Promise<Tokenizer> => {
  try {
    const { mtimeMs, size } = await stat(path)
    const stamp = `${mtimeMs} ${size} ${configPath ?? ''}`
    const before = held.get(path)
    if (before?.stamp === stamp) return before.tokenizer
    const tokenizer = create(await readJson(path), configPath ? await readJson(configPath) : {})
    held.set(path, { stamp, tokenizer })
    return tokenizer
  } catch (cause) {
    throw damaged(path, cause)
  }
}
