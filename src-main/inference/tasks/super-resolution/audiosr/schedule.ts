/** One step of the sampler, from noise to sound: the time the network is told, and what it mixes. */
export type DiffusionStep = {
  readonly time: number
  /** √ᾱ and √(1-ᾱ) at this time */
  readonly signal: number
  readonly noise: number
  /** √ᾱ of the step that follows, and what of its noise is the predicted one and what is drawn anew */
  readonly nextSignal: number
  readonly nextNoise: number
  readonly freshNoise: number
}

const TRAINED_STEPS = 1_000
/** Nichol & Dhariwal, "Improved Denoising Diffusion Probabilistic Models" (arXiv 2102.09672), eq. 17 */
const OFFSET = 0.008

/** ᾱ of the cosine schedule after each of the trained steps. */
const cosineAlphas = (): Float64Array => {
  const at = (step: number): number => Math.cos(((step / TRAINED_STEPS + OFFSET) / (1 + OFFSET)) * (Math.PI / 2)) ** 2
  return Float64Array.from({ length: TRAINED_STEPS }, (_, step) => at(step + 1) / at(0))
}

/**
 * DDIM (Song et al., arXiv 2010.02502, eq. 12 and 16): every `floor(1000 / steps)`th of the trained steps, the last one first.
 *
 * @param eta 0: no noise but the first; 1: as much as the original process draws
 */
export const diffusionSteps = (steps: number, eta: number): DiffusionStep[] => {
  const alphas = cosineAlphas()
  const stride = Math.max(1, Math.floor(TRAINED_STEPS / steps))
  const times: number[] = []
  // one is added to each, so that the smallest is not 0; where that would pass the last trained step, it is left out
  for (let time = 1; time < TRAINED_STEPS; time += stride) times.push(time)
  return times
    .map((time, index) => {
      const alpha = alphas[time] as number
      const next = alphas[index === 0 ? 0 : (times[index - 1] as number)] as number
      const sigma = eta * Math.sqrt(((1 - next) / (1 - alpha)) * (1 - alpha / next))
      return {
        time,
        signal: Math.sqrt(alpha),
        noise: Math.sqrt(1 - alpha),
        nextSignal: Math.sqrt(next),
        nextNoise: Math.sqrt(Math.max(0, 1 - next - sigma ** 2)),
        freshNoise: sigma,
      }
    })
    .reverse()
}
