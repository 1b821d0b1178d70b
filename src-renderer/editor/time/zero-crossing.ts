/** How far from where it was put an edge may go to find silence between two half-waves. */
export const ZERO_REACH_SECONDS = 0.01

/**
 * The frame nearest to `frame` where the mean of the channels changes its sign: of the two samples around it the quieter one.
 *
 * @param sampleAt mean of the channels, undefined where it is not read or outside the song
 * @returns undefined when there is none within `reach` frames
 */
export const nearestZeroCrossing = (sampleAt: (frame: number) => number | undefined, frame: number, reach: number): number | undefined => {
  const crossingAt = (at: number): number | undefined => {
    const before = sampleAt(at - 1)
    const here = sampleAt(at)
    if (before === undefined || here === undefined) return undefined
    if (here === 0) return at
    if (before < 0 === here < 0 || before === 0) return undefined
    return Math.abs(before) < Math.abs(here) ? at - 1 : at
  }
  for (let away = 0; away <= reach; away++) {
    const found = [crossingAt(frame - away), crossingAt(frame + away)].filter((at) => at !== undefined)
    if (found.length > 0) return found.toSorted((a, b) => Math.abs(a - frame) - Math.abs(b - frame))[0]
  }
  return undefined
}
