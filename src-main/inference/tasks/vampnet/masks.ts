import type { Random } from '../../../../src-shared/kernel/random.ts'

/** One row a codebook, one entry a frame: 1 is made anew, 0 stays. */
export type Mask = readonly Uint8Array[]

export type MaskWish = {
  /** frames of the region, `end` exclusive */
  readonly start: number
  readonly end: number
  /** every n-th frame stays as a hint of what was there; 0: none */
  readonly period: number
  /** frames at which something begins: they stay, with this many frames before and from each */
  readonly onsets: readonly number[]
  readonly onsetWidth: number
  /** how likely a hint is let go after all */
  readonly dropout: number
}

/** Hints keep this many of the coarsest codebooks (the published interface's default); the finer ones are made anew to fit. */
const HINT_CODEBOOKS = 3

/** Everything inside the region in all codebooks, less the hints; nothing outside. */
export const buildMask = (codebooks: number, total: number, wish: MaskWish, random: Random): Mask => {
  const { start, end, period, onsets, onsetWidth, dropout } = wish
  const mask = Array.from({ length: codebooks }, () => new Uint8Array(total).fill(1, start, end))
  const hints = new Set<number>()
  if (period > 0) for (let frame = start + Math.floor(random.next() * period); frame < end; frame += period) hints.add(frame)
  for (const onset of onsets) {
    for (let frame = Math.max(start, onset - onsetWidth); frame < Math.min(end, onset + onsetWidth); frame++) hints.add(frame)
  }
  for (const frame of [...hints].sort((a, b) => a - b)) {
    if (dropout > 0 && random.chance(dropout)) continue
    for (const level of mask.slice(0, HINT_CODEBOOKS)) level[frame] = 0
  }
  return mask
}
