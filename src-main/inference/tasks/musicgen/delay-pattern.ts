/** Codes of a piece: one row of tokens a codebook, one column a frame. */
export type Codes = readonly Int32Array<ArrayBuffer>[]

export const framesOf = (codes: Codes): number => codes[0]?.length ?? 0

export const emptyCodes = (codebooks: number, frames = 0): Int32Array<ArrayBuffer>[] => Array.from({ length: codebooks }, () => new Int32Array(frames))

export const sliceCodes = (codes: Codes, from: number, to?: number): Int32Array<ArrayBuffer>[] => codes.map((row) => row.slice(from, to))

export const joinCodes = (parts: readonly Codes[]): Int32Array<ArrayBuffer>[] => {
  const codebooks = parts[0]?.length ?? 0
  return Array.from({ length: codebooks }, (_, k) => {
    const row = new Int32Array(parts.reduce((sum, part) => sum + framesOf(part), 0))
    let at = 0
    for (const part of parts) {
      row.set(part[k] ?? [], at)
      at += framesOf(part)
    }
    return row
  })
}

/** What stands at a place is not known yet: the model chooses. */
export const SAMPLED = -1

/**
 * MusicGen writes codebook k one position later than codebook k-1, so that each frame's finer codes can hear its coarser ones
 * (Copet et al. 2023, "delay" pattern). Position 0 is the start token; codebook k at position p speaks of frame p-k-1.
 *
 * One rule gives all of it, also for the last frames of a prompt, whose finer codebooks stand at positions after the prompt's own:
 *
 * @returns the token that must stand there, or SAMPLED
 */
export const tokenAt = (position: number, codebook: number, prompt: Codes, frames: number, padToken: number): number => {
  const frame = position - codebook - 1
  if (frame < 0 || frame >= frames) return padToken
  return frame < framesOf(prompt) ? (prompt[codebook]?.[frame] ?? padToken) : SAMPLED
}

/** Positions that the model runs over: the start, the frames, and the delay of the last codebook. */
export const positionsOf = (frames: number, codebooks: number): number => frames + codebooks
