/** The gain moves over this long, before and after a peak: short enough to be a transient's own business, long enough not to distort. */
const LOOK_SECONDS = 0.005

/** Smallest value within `reach` places on both sides of each place; monotone queue, O(n). */
const slidingMinimum = (values: Float32Array, reach: number): Float32Array => {
  const out = new Float32Array(values.length)
  const queue = new Int32Array(values.length)
  let head = 0
  let tail = 0
  for (let i = 0; i < values.length + reach; i++) {
    if (i < values.length) {
      while (tail > head && (values[queue[tail - 1] as number] as number) >= (values[i] as number)) tail--
      queue[tail++] = i
    }
    const centre = i - reach
    if (centre < 0) continue
    while ((queue[head] as number) < centre - reach) head++
    out[centre] = values[queue[head] as number] as number
  }
  return out
}

/** Mean over `reach` places on both sides. */
const slidingMean = (values: Float32Array, reach: number): Float32Array => {
  const out = new Float32Array(values.length)
  const at = (i: number): number => values[Math.min(values.length - 1, Math.max(0, i))] as number
  let sum = 0
  for (let i = -reach; i <= reach; i++) sum += at(i)
  for (let i = 0; i < values.length; i++) {
    out[i] = sum / (2 * reach + 1)
    sum += at(i + reach + 1) - at(i - reach)
  }
  return out
}

/**
 * Turns down, in place and on all channels alike, the few milliseconds around samples above `ceiling` (linear). The gain looks ahead, so
 * nothing passes the ceiling and nothing clicks. Stretches below it are untouched.
 */
export const limitPeaks = (channels: readonly Float32Array[], ceiling: number, sampleRateHz: number): void => {
  const frames = channels[0]?.length ?? 0
  const wanted = new Float32Array(frames).fill(1)
  let isNeeded = false
  for (const samples of channels) {
    for (let i = 0; i < frames; i++) {
      const level = Math.abs(samples[i] as number)
      if (level * (wanted[i] as number) <= ceiling) continue
      wanted[i] = ceiling / level
      isNeeded = true
    }
  }
  if (!isNeeded) return
  const reach = Math.max(1, Math.round(LOOK_SECONDS * sampleRateHz))
  const gain = slidingMean(slidingMinimum(wanted, reach), reach)
  for (const samples of channels) for (let i = 0; i < frames; i++) samples[i] = (samples[i] as number) * (gain[i] as number)
}
