import { truePeakBetween } from '../../src-shared/dsp/true-peak.ts'

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

/** Frames that share one reading of the true peak. */
const PIECE_FRAMES = 8
/** What the interpolator reads on both sides. */
const MARGIN = 8
/** An interpolated value is at most this much above the samples around it. */
const OVERSHOOT = 2.1

/** True peak of each piece that could pass the ceiling, as the gain that it asks for. */
const wantedGain = (channels: readonly Float32Array[], ceiling: number): Float32Array | undefined => {
  const frames = channels[0]?.length ?? 0
  const wanted = new Float32Array(frames).fill(1)
  let isNeeded = false
  for (const samples of channels) {
    for (let from = 0; from < frames; from += PIECE_FRAMES) {
      const to = Math.min(frames, from + PIECE_FRAMES)
      let local = 0
      for (let i = Math.max(0, from - MARGIN); i < Math.min(frames, to + MARGIN); i++) local = Math.max(local, Math.abs(samples[i] as number))
      const level = local * OVERSHOOT > ceiling ? truePeakBetween(samples, from, to) : 0
      if (level <= ceiling) continue
      isNeeded = true
      for (let i = from; i < to; i++) wanted[i] = Math.min(wanted[i] as number, ceiling / level)
    }
  }
  return isNeeded ? wanted : undefined
}

/**
 * Turns down, in place and on all channels alike, the few milliseconds around true peaks above `ceiling` (linear). The gain looks ahead,
 * so nothing passes the ceiling and nothing clicks. Stretches below it are untouched.
 */
export const limitPeaks = (channels: readonly Float32Array[], ceiling: number, sampleRateHz: number): void => {
  const wanted = wantedGain(channels, ceiling)
  if (!wanted) return
  const reach = Math.max(1, Math.round(LOOK_SECONDS * sampleRateHz))
  const gain = slidingMean(slidingMinimum(wanted, reach), reach)
  for (const samples of channels) for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) * (gain[i] as number)
}

const MAX_ROUNDS = 12

/**
 * Two loud moments may add up in a fade. Dips the middle of `channels` (one fade, in place) until its true peak is below `ceiling`; both
 * ends keep their level, so the fade still meets what lies on either side.
 */
export const dipPeaks = (channels: readonly Float32Array[], ceiling: number): void => {
  const frames = channels[0]?.length ?? 0
  const peak = (): number => channels.reduce((most, samples) => Math.max(most, truePeakBetween(samples, MARGIN, frames - MARGIN)), 0)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const level = peak()
    if (level <= ceiling) return
    const depth = Math.min(0.5, 1.3 * (1 - ceiling / level))
    for (const samples of channels) {
      for (let i = 0; i < frames; i++) samples[i] = (samples[i] as number) * (1 - depth * Math.sin((Math.PI * (i + 0.5)) / frames) ** 2)
    }
  }
}
