/** where nothing is known yet of how quick this machine and this model are */
export const FIRST_CHUNK_TOKENS = 16
/** as many as the runtime reads in one batch; more would be cut up there */
const MOST_TOKENS = 512
/** one quick chunk is no proof */
const MOST_GROWTH = 4
/** a cancel waits for one chunk at most, so a chunk shall not take longer than this */
const CHUNK_MILLISECONDS = 250

export type ChunkWishes = {
  /** tokens of the first chunk: what the reading before this one found to fit */
  readonly firstTokens?: number
  readonly now?: () => number
}

/**
 * Reads a long prompt a chunk at a time, because the runtime cannot be stopped inside one evaluation: after a cancel no further chunk is begun.
 * Chunks grow and shrink so that each takes about a quarter of a second; larger ones are read quicker.
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
  for (let from = 0; from < tokens.length; ) {
    signal.throwIfAborted()
    const chunk = tokens.slice(from, from + size)
    const begun = now()
    await evaluate(chunk)
    from += chunk.length
    const fitting = Math.floor((chunk.length * CHUNK_MILLISECONDS) / Math.max(1, now() - begun))
    // a short rest of a prompt says little: each evaluation costs something by itself
    if (chunk.length >= Math.min(size, FIRST_CHUNK_TOKENS)) size = Math.max(1, Math.min(MOST_TOKENS, size * MOST_GROWTH, fitting))
  }
  signal.throwIfAborted()
  return size
}
