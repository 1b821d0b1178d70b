import { createKMeter } from '../../src-shared/dsp/loudness.ts'
import type { Seam } from '../../src-shared/project/document.ts'

/** Width of the windows on both sides of a seam: one momentary-loudness window of ITU-R BS.1770. */
const WINDOW_SECONDS = 0.4
/** The filters start this much earlier, so that they have settled where the window begins. */
const SETTLE_SECONDS = 0.2
/** What counts as silence: the absolute gate of BS.1770. */
const FLOOR_LUFS = -70

export const seamWindowFrames = (sampleRateHz: number): number => Math.round(WINDOW_SECONDS * sampleRateHz)
/** How many frames before and after a seam {@link loudnessStep} looks at. */
export const seamReach = (sampleRateHz: number): { before: number; after: number } => ({
  before: seamWindowFrames(sampleRateHz) + Math.round(SETTLE_SECONDS * sampleRateHz),
  after: seamWindowFrames(sampleRateHz),
})

/** Mean square of what counts as silence, by the samples themselves: filters ring on into it. */
const SILENT_MEAN_SQUARE = 10 ** (FLOOR_LUFS / 10)

const isSilent = (channels: readonly Float32Array[], from: number, to: number): boolean => {
  if (to <= from) return false
  let energy = 0
  for (const samples of channels) for (let i = from; i < to; i++) energy += (samples[i] as number) ** 2
  return energy / (to - from) < SILENT_MEAN_SQUARE
}

/**
 * On which side of a seam nothing sounds for 400 ms, its crossfade left out because both sounds are in it.
 *
 * @param channels   samples around the seam, one array a channel
 * @param at         the first frame after the seam, counted in `channels`
 * @param fadeFrames how long the crossfade before it is
 */
export const silentSides = (channels: readonly Float32Array[], at: number, fadeFrames: number, sampleRateHz: number): Seam['silent'] => {
  const window = seamWindowFrames(sampleRateHz)
  const length = channels[0]?.length ?? 0
  const before = isSilent(channels, Math.max(0, at - fadeFrames - window), Math.max(0, at - fadeFrames))
  const after = isSilent(channels, at, Math.min(length, at + window))
  if (before && after) return 'both'
  return before ? 'before' : after ? 'after' : undefined
}

const lufs = (energy: number, frames: number): number =>
  frames > 0 && energy > 0 ? Math.max(FLOOR_LUFS, -0.691 + 10 * Math.log10(energy / frames)) : FLOOR_LUFS

/**
 * Loudness of the 400 ms after a place minus the 400 ms before it, in LU. Near the ends of the song the windows are what is there.
 *
 * @param channels samples around the place, one array a channel
 * @param at       the place, counted in `channels`
 */
export const loudnessStep = (channels: readonly Float32Array[], at: number, sampleRateHz: number): number => {
  const window = seamWindowFrames(sampleRateHz)
  const length = channels[0]?.length ?? 0
  const from = Math.max(0, at - window)
  const to = Math.min(length, at + window)
  let before = 0
  let after = 0
  for (const samples of channels) {
    const meter = createKMeter(sampleRateHz)
    meter.energy(samples, Math.max(0, from - Math.round(SETTLE_SECONDS * sampleRateHz)), from)
    before += meter.energy(samples, from, at)
    after += meter.energy(samples, at, to)
  }
  return lufs(after, to - at) - lufs(before, at - from)
}
