/** the first one is small: how quick this machine and this model are is not known yet */
const FIRST_TOKENS = 8
const MOST_TOKENS = 256
/** a cancel waits for one chunk at most, so a chunk shall not take longer than this */
const CHUNK_MILLISECONDS = 250

/**
 * Reads a long prompt a chunk at a time, because the runtime cannot be stopped inside one evaluation: after a cancel no further chunk is begun.
 * Chunks grow and shrink so that each takes about a quarter of a second. @throws the signal's reason
 */
export const evaluateInChunks = async <T>(
  tokens: readonly T[],
  evaluate: (chunk: readonly T[]) => Promise<void>,
  signal: AbortSignal,
  now: () => number = () => performance.now(),
): Promise<void> => {
  let size = FIRST_TOKENS
  for (let from = 0; from < tokens.length; ) {
    signal.throwIfAborted()
    const chunk = tokens.slice(from, from + size)
    const begun = now()
    await evaluate(chunk)
    from += chunk.length
    const fitting = Math.floor((chunk.length * CHUNK_MILLISECONDS) / Math.max(1, now() - begun))
    // at most twice as many as before: one quick chunk is no proof
    size = Math.max(1, Math.min(MOST_TOKENS, size * 2, fitting))
  }
  signal.throwIfAborted()
}
