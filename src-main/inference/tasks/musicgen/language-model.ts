import { Tensor } from 'onnxruntime-node'
import type { Session } from '../../sessions/sessions.ts'
import type { HeardWords } from './hear-words.ts'
import { createKeyValueCache } from './key-value-cache.ts'
import { createNumbers, numberTypeOf, tensorOf } from './numbers.ts'

/** Logits of the last position. Row k hears the words, row `codebooks + k` does not (where guidance is on). */
export type LastLogits = {
  readonly values: ArrayLike<number>
  /** where the logits of a row start */
  at(row: number): number
}

/** The language model over one stretch: a prefix first, then column after column. */
export type LanguageModel = {
  /** @param columns tokens by position, one number a codebook */
  read(columns: readonly ArrayLike<number>[]): Promise<LastLogits>
  /** time inside `session.run`, milliseconds */
  readonly runMilliseconds: number
}

export type Stretch = {
  readonly codebooks: number
  readonly codebookSize: number
  readonly heads: number
  readonly headSize: number
  readonly words: HeardWords
  readonly isGuided: boolean
  /** how many columns will be read altogether */
  readonly positions: number
}

/** The words twice where guidance is on: as they are, and as silence that nobody listens to. The half with the words comes first. */
const wordFeeds = (session: Session, { states, length, width, isHeard }: HeardWords, batch: number) => {
  const type = numberTypeOf(session, 'encoder_hidden_states')
  const values = createNumbers(type, batch * length * width)
  values.set(states)
  const mask = new BigInt64Array(batch * length)
  if (isHeard) mask.fill(1n, 0, length)
  return {
    encoder_hidden_states: tensorOf(type, values, [batch, length, width]),
    encoder_attention_mask: new Tensor('int64', mask, [batch, length]),
  }
}

const useCache = (isUsed: boolean): Tensor => new Tensor('bool', Uint8Array.of(isUsed ? 1 : 0), [1])

export const createLanguageModel = (session: Session, { codebooks, codebookSize, heads, headSize, words, isGuided, positions }: Stretch): LanguageModel => {
  const batch = isGuided ? 2 : 1
  const rows = batch * codebooks
  // one object for all runs: what stays is not put together anew
  const feeds: Record<string, Tensor> = wordFeeds(session, words, batch)
  const cache = createKeyValueCache(session, { batch, heads, size: headSize, positions }, feeds)
  const [first, later] = [useCache(false), useCache(true)]
  const oneColumn = new BigInt64Array(rows)
  const oneColumnTensor = new Tensor('int64', oneColumn, [rows, 1])
  const type = numberTypeOf(session, 'encoder_hidden_states')
  const oneLogits = createNumbers(type, rows * codebookSize)
  const oneLogitsTensor = tensorOf(type, oneLogits, [rows, 1, codebookSize])
  let runMilliseconds = 0
  let isFirst = true

  const idsOf = (columns: readonly ArrayLike<number>[]): Tensor => {
    const steps = columns.length
    const ids = steps === 1 ? oneColumn : new BigInt64Array(rows * steps)
    columns.forEach((column, step) => {
      for (let row = 0; row < rows; row++) ids[row * steps + step] = BigInt(column[row % codebooks] as number)
    })
    return steps === 1 ? oneColumnTensor : new Tensor('int64', ids, [rows, steps])
  }

  return {
    get runMilliseconds() {
      return runMilliseconds
    },
    async read(columns) {
      const steps = columns.length
      feeds.input_ids = idsOf(columns)
      feeds.use_cache_branch = isFirst ? first : later
      const places = cache.room(steps)
      places.logits = steps === 1 ? oneLogitsTensor : null
      const started = performance.now()
      const outputs = await session.run(feeds, places)
      runMilliseconds += performance.now() - started
      cache.turn(outputs)
      isFirst = false
      const { logits } = outputs
      if (!logits) throw new Error('the decoder gave no logits')
      const values = steps === 1 ? oneLogits : (logits.data as Float32Array)
      return { values, at: (row) => (row * steps + steps - 1) * codebookSize }
    },
  }
}
