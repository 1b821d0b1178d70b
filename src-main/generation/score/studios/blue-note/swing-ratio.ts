/**
 * How unequal swung eighths are, long to short. Drummers play near 2.2:1 in slow tempos and close to even in very fast ones, falling about
 * linearly with tempo (Friberg and Sundström, "Swing ratios and ensemble timing in jazz performance", Music Perception 19, 2002).
 */
export const swingRatioAt = (tempoBpm: number): number => Math.max(1.15, Math.min(2.3, 2 - (tempoBpm - 120) * 0.005))

/** The same as the place of the second eighth in its beat, 0.5 straight .. 0.7. */
export const swingAmountAt = (tempoBpm: number): number => {
  const ratio = swingRatioAt(tempoBpm)
  return ratio / (1 + ratio)
}
