import { createRandom } from '../../../src-shared/kernel/random.ts'

/** Adds noise to blocks of sound, in place. */
export type Dither = (channels: readonly Float32Array[]) => void

const SEED = 0x5e6e0

/**
 * Triangular noise of two steps' width (TPDF) before rounding to `bits`: the error of rounding becomes a constant hiss that does not depend on
 * the music, instead of distortion in quiet passages (Lipshitz, Wannamaker & Vanderkooy 1992). The same song gets the same noise.
 */
export const createDither = (bits: 16): Dither => {
  const step = 2 ** (1 - bits)
  const { next } = createRandom(SEED)
  return (channels) => {
    for (const samples of channels) for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) + (next() - next()) * step
  }
}
