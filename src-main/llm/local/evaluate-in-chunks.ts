/** where nothing is known yet of how quick this machine and this model are; fewer would hardly be read sooner */
export const FIRST_CHUNK_TOKENS = 16
/** as many as the runtime reads in one batch; more would be cut up there */
const MOST_TOKENS = 512
/** one quick chunk is no proof */
const MOST_GROWTH = 4
/** a cancel waits for one chunk at most, so a chunk shall not take longer than this */
const CHUNK_MILLISECONDS = 500

type Measure = { readonly tokens: number; readonly milliseconds: number }

/**
 * How many tokens fit into a chunk. An evaluation costs something by itself (all weights are read once, however few the tokens) and something for
 * each token; two chunks of unlike length tell which is which. From one alone only the whole cost is known.
 */
const fittingTokens = (now: Measure, before: Measure | undefined): number => {
  const grown = now.tokens * MOST_GROWTH
  const more = before ? now.tokens - before.tokens : 0
  const eachToken = before && more !== 0 ? (now.milliseconds - before.milliseconds) / more : now.milliseconds / now.tokens
  // noise: the longer one was the quicker
  if (eachToken <= 0) return now.milliseconds <= CHUNK_MILLISECONDS ? grown : now.tokens
  return Math.min(grown, Math.floor(now.tokens + (CHUNK_MILLISECONDS - now.milliseconds) / eachToken))
}

export type ChunkWishes = {
  /** tokens of the first chunk: what the reading before this one found to fit */
  readonly firstTokens?: number
  readonly now?: () => number
}

/**
 * Reads a long prompt a chunk at a time, because the runtime cannot be stopped inside one evaluation: after a cancel no further chunk is begun.
 * Chunks grow and shrink so that each takes about half a second; fewer and larger ones are read quicker.
 *
 * @returns how many tokens fit into a chunk on this machine, for the next reading @throws the signal's reason
 */
export const evaluateInChunks = async <T>(
  tokens: readonly T[],
  evaluate: (chunk: readonly T[]) => Promise<void>,
  signal: AbortSignal,
  { firstTokens = FIRST_CHUNK_TOKENS, now = () => performance.now() }: ChunkWishes = {},
): Promise<number> => {
  let size = firstTokens
  let before: Measure | undefined
  for (let from = 0; from < tokens.length; ) {
    signal.throwIfAborted()
    const chunk = tokens.slice(from, from + size)
    const begun = now()
    await evaluate(chunk)
    from += chunk.length
    // a short rest of a prompt says little
    if (chunk.length < Math.min(size, FIRST_CHUNK_TOKENS)) continue
    const measure = { tokens: chunk.length, milliseconds: now() - begun }
    size = Math.max(FIRST_CHUNK_TOKENS, Math.min(MOST_TOKENS, fittingTokens(measure, before)))
    before = measure
  }
  signal.throwIfAborted()
  return size
}
