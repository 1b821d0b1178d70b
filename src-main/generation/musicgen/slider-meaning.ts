import type { RemixControls } from '../../../src-shared/generation/plan.ts'
import type { Sampling } from '../../inference/index.ts'

/** What the sliders do to MusicGen: each moves a number of the model itself; Melody Loyalty chooses among what it makes (see editing). */
export const CONTROL_MEANINGS = {
  melodyLoyalty: 'Choice: it cannot be given a tune, so of several tries the one whose notes are closest to the old ones is kept. At 0 there is one try.',
  weirdness: 'Temperature and choice: low takes the likeliest sounds, high dares unlikely ones.',
  genreShift: 'Guidance: how strongly your words pull against what the music would do by itself.',
  structureConsistency: 'Memory: how many seconds of the song it hears before it goes on, 2 to 12.',
} as const satisfies Partial<Record<keyof RemixControls, string>>
export const ACTIVE_CONTROLS = ['melodyLoyalty', 'weirdness', 'genreShift', 'structureConsistency'] as const

const between = (low: number, high: number, share: number): number => low + (high - low) * share

/** In the middle: temperature 1 and top-k 250, as Meta's own code has them. */
const MIDDLE_TOP_K = 250

/** Genre Shift stands at 0.2 unless it is moved, which is guidance 3, Meta's own. */
export const samplingOf = ({ weirdness, genreShift }: RemixControls): Sampling => ({
  temperature: between(0.7, 1.3, weirdness),
  topK: Math.round(MIDDLE_TOP_K * 4 ** (2 * weirdness - 1)),
  topP: 0,
  guidance: between(2, 7, genreShift),
})

/** How much of the song is heard before the new part, seconds. */
export const heardSeconds = ({ structureConsistency }: RemixControls): number => between(2, 12, structureConsistency)
