import { crossfade } from '../../src-shared/dsp/crossfade-seam.ts'
import { truePeak } from '../../src-shared/dsp/true-peak.ts'
import type { WavReader } from '../audio/index.ts'
import { dipPeaks, limitPeaks } from './limit-peaks.ts'
import type { PasteGeometry } from './paste-geometry.ts'
import { applySeamGains, type SeamGains } from './patch-gain.ts'
import { loudnessStep, seamReach } from './seam-loudness.ts'

/** Seams are brought within this; the promise is 1 LU, the rest is for rounding and for other people's meters. */
const TARGET_STEP_LU = 0.6
const MAX_GAIN_DB = 15
const MAX_ROUNDS = 8
/** Just under -1 dBTP: what masters keep, new material must not pass after gain. */
const CEILING = 10 ** (-1.05 / 20)

/** One mono patch feeds every channel, a stereo patch is summed for a mono song; more channels get the first two. */
const matchChannels = (channels: readonly Float32Array[], count: number): Float32Array[] => {
  const [left = new Float32Array(0), right = left] = channels
  if (channels.length === count) return channels.map((samples) => samples.slice())
  if (count === 1) return [left.map((value, i) => (value + (right[i] ?? 0)) / 2)]
  return Array.from({ length: count }, (_, channel) => (channels.length === 1 ? left.slice() : (channels[channel]?.slice() ?? new Float32Array(left.length))))
}

const part = (channels: readonly Float32Array[], from: number, to: number): Float32Array[] => channels.map((samples) => samples.subarray(from, to))

/** The samples at the end of `frames` frames, silence before them. */
const atTheEnd = (channels: readonly Float32Array[], frames: number): Float32Array[] =>
  channels.map((samples) => {
    const padded = new Float32Array(frames)
    padded.set(samples, frames - samples.length)
    return padded
  })

/** How far a gain must move for this step to come within the target. */
const correction = (stepLu: number): number => (Math.abs(stepLu) <= TARGET_STEP_LU ? 0 : -(stepLu - Math.sign(stepLu) * TARGET_STEP_LU * 0.8))
const clampGain = (gainDb: number): number => Math.max(-MAX_GAIN_DB, Math.min(MAX_GAIN_DB, gainDb))

/**
 * The new stretch of the result: the patch with its loudness matched at the seams, faded from and into the song.
 *
 * @param keepsLevel the step at its ends is meant: nothing is matched
 * @returns one array a channel of the song, `patchTo - patchFrom` frames long
 */
export const blendPatch = async (
  song: WavReader,
  patch: WavReader,
  geometry: PasteGeometry,
  keepsLevel: boolean,
): Promise<{ channels: Float32Array[]; gains: SeamGains }> => {
  const { sampleRateHz, channelCount, lengthFrames } = song.layout
  const { keepFront, keepBackFrom, patchFrom, patchTo, fadeInFrames, fadeOutFrames } = geometry
  const hasStart = keepFront + fadeInFrames > 0
  const hasEnd = keepBackFrom < lengthFrames
  const frames = patchTo - patchFrom
  const raw = matchChannels(await patch.read(patchFrom, patchTo), channelCount)
  const ceiling = Math.max(CEILING, truePeak(raw))
  const reach = seamReach(sampleRateHz)
  const contextFrames = Math.min(keepFront, reach.before)
  const before = await song.read(keepFront - contextFrames, keepFront)
  const after = await song.read(keepBackFrom, Math.min(lengthFrames, keepBackFrom + reach.after))
  const outgoing = await song.read(keepFront, keepFront + fadeInFrames)
  const returning = atTheEnd(await song.read(Math.max(0, keepBackFrom - fadeOutFrames), keepBackFrom), fadeOutFrames)

  const mix = (gains: SeamGains): Float32Array[] => {
    const channels = raw.map((samples) => samples.slice())
    applySeamGains(channels, fadeInFrames, frames, sampleRateHz, gains)
    if (gains.startDb > 0 || gains.endDb > 0) limitPeaks(channels, ceiling, sampleRateHz)
    const start = crossfade(outgoing, part(channels, 0, fadeInFrames))
    const end = crossfade(part(channels, frames - fadeOutFrames, frames), returning)
    dipPeaks(start, Math.max(ceiling, truePeak(outgoing)))
    dipPeaks(end, Math.max(ceiling, truePeak(returning)))
    channels.forEach((samples, channel) => {
      samples.set(start[channel] ?? [], 0)
      samples.set(end[channel] ?? [], frames - fadeOutFrames)
    })
    return channels
  }
  const steps = (channels: readonly Float32Array[]): { start: number; end: number } => {
    const around = channels.map((samples, channel) => {
      const joined = new Float32Array(contextFrames + frames + (after[channel]?.length ?? 0))
      joined.set(before[channel] ?? [], 0)
      joined.set(samples, contextFrames)
      joined.set(after[channel] ?? [], contextFrames + frames)
      return joined
    })
    return {
      start: hasStart ? loudnessStep(around, contextFrames + fadeInFrames, sampleRateHz) : 0,
      end: hasEnd ? loudnessStep(around, contextFrames + frames, sampleRateHz) : 0,
    }
  }

  let gains: SeamGains = { startDb: 0, endDb: 0 }
  let channels = mix(gains)
  for (let round = 0; round < (keepsLevel ? 0 : MAX_ROUNDS); round++) {
    const { start, end } = steps(channels)
    const startDb = clampGain(gains.startDb + correction(start))
    // louder at the end of the patch makes the step into the song smaller
    const endDb = clampGain(gains.endDb - correction(end))
    if (startDb === gains.startDb && endDb === gains.endDb) break
    gains = { startDb, endDb }
    channels = mix(gains)
  }
  return { channels, gains }
}
