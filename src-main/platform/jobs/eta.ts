/** Nothing is said before this much work has been seen. */
const FIRST_SECONDS = 2
const FIRST_FRACTION = 0.04
/** Weight of the newest second against what was said before. */
const SMOOTHING = 0.25
/** What the recent past is, seconds. */
const RECENT_SECONDS = 8
/** The most that a told remainder may change in one second of work, as a share of itself, besides the second that passed. */
const LARGEST_STEP = 0.2

/**
 * Seconds that a work still needs, from the rate measured so far: undefined until enough was seen, then a smoothed blend of the whole
 * rate and the recent one, which counts down and never jumps. Times are seconds on any clock that stands still while the work is paused.
 */
export type Eta = {
  report(fraction: number, atSeconds: number): void
  remainingSeconds(atSeconds: number): number | undefined
}

export const createEta = (startSeconds: number): Eta => {
  let samples: { at: number; fraction: number }[] = [{ at: startSeconds, fraction: 0 }]
  let told: number | undefined
  let toldAt = startSeconds

  const measure = (at: number, fraction: number): number | undefined => {
    const elapsed = at - startSeconds
    if (elapsed < FIRST_SECONDS || fraction < FIRST_FRACTION) return undefined
    const overall = fraction / elapsed
    const oldest = samples[0]
    const recent = oldest && at > oldest.at ? (fraction - oldest.fraction) / (at - oldest.at) : overall
    const rate = (overall + recent) / 2
    return rate > 0 ? (1 - fraction) / rate : undefined
  }

  return {
    report(fraction, at) {
      samples.push({ at, fraction })
      const keep = samples.findIndex((sample) => sample.at >= at - RECENT_SECONDS)
      if (keep > 1) samples = samples.slice(keep - 1)
      const measured = measure(at, fraction)
      if (measured === undefined) return
      if (told === undefined) {
        told = measured
      } else {
        const passed = at - toldAt
        const expected = Math.max(0, told - passed)
        const share = 1 - (1 - SMOOTHING) ** passed
        const step = LARGEST_STEP * Math.max(1, told) * passed
        told = Math.max(0, expected + Math.max(-step, Math.min(step, (measured - expected) * share)))
      }
      toldAt = at
    },
    remainingSeconds: (at) => (told === undefined ? undefined : Math.max(0, told - (at - toldAt))),
  }
}
