/** Equal-power curves: `gainIn`² + `gainOut`² = 1 at every point; `position` 0..1. */
export const equalPowerIn = (position: number): number => Math.sin((Math.PI / 2) * Math.min(1, Math.max(0, position)))
export const equalPowerOut = (position: number): number => Math.cos((Math.PI / 2) * Math.min(1, Math.max(0, position)))

/** Raised cosine 1 -> 0 over `frames` ending at the end of the buffer, in place: an ending without a click. */
export const fadeOutTail = (samples: Float32Array, frames: number): void => {
  const length = Math.min(frames, samples.length)
  const start = samples.length - length
  for (let i = 0; i < length; i++) samples[start + i] = (samples[start + i] as number) * (0.5 + 0.5 * Math.cos((Math.PI * (i + 1)) / length))
}
