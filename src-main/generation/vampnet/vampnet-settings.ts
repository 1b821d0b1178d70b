import type { RemixControls } from '../../../src-shared/generation/plan.ts'
import type { TaskInput } from '../../inference/index.ts'

type Settings = Pick<TaskInput<'vampnet.inpaint'>, 'hints' | 'coarse' | 'fine' | 'targetLufs'>

/** Trained on music at this loudness (the published preprocessing). */
const TARGET_LUFS = -24
/** The published interface's defaults: 12 coarse steps of the paper's 36, at a third of the wait, and 2 fine ones. */
const COARSE_STEPS = 12
const FINE_STEPS = 2
const MASK_TEMPERATURE = 10.5
/** At no weirdness every third frame (52 ms) stays as a hint; each quarter doubles the distance. */
const CLOSEST_PERIOD = 3
const FREE_ABOVE = 0.9
/** Below this, loyalty keeps no attack at all. */
const LEAST_LOYALTY = 0.05

/**
 * What the sliders mean to in-painting.
 * Weirdness: how far apart the hints of the old music stand (none above 90 %), and the temperature at which tokens are drawn, 0.75 to 1.25.
 * Melody Loyalty: the share of the old attacks that stay, the strongest first, so that new notes come where the old ones came.
 */
export const settingsFor = ({ weirdness, melodyLoyalty }: RemixControls): Settings => {
  const temperature = 0.75 + 0.5 * weirdness
  const pass = { temperature, maskTemperature: MASK_TEMPERATURE, sampleCutoff: 1 }
  return {
    targetLufs: TARGET_LUFS,
    hints: {
      period: weirdness > FREE_ABOVE ? 0 : Math.round(CLOSEST_PERIOD * 2 ** (4 * weirdness)),
      onsetShare: melodyLoyalty < LEAST_LOYALTY ? 0 : melodyLoyalty,
      dropout: 0,
    },
    coarse: { ...pass, steps: COARSE_STEPS },
    fine: { ...pass, steps: FINE_STEPS },
  }
}
