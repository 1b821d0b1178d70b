import type { Loudness } from '../../../../src-shared/audio/loudness-report.ts'
import { applyLimiter } from '../../../../src-shared/dsp/limiter.ts'
import { integratedLoudness } from '../../../../src-shared/dsp/loudness.ts'
import { createWavWriter, writeWav24 } from '../../../audio/index.ts'
import type { Kernel } from './kernel/kernel.ts'
import { blockTruePeaks } from './kernel/true-peaks.ts'
import type { Mastering, Premaster } from './master.ts'

type Channels = readonly Float32Array[]

export type WriteSettings = {
  readonly sampleRateHz: number
  /** part of the premaster's arrays; all of it when left out */
  readonly fromFrame?: number
  readonly toFrame?: number
  /** to another sample rate */
  readonly convert?: (channels: Channels) => Promise<Channels>
  /** 1 makes the middle of both sides; more than 2 leave the others silent */
  readonly channelCount?: number
}

const withChannels = ([left, right]: Channels, count: number): Channels => {
  if (!left || !right) return []
  if (count === 1) return [left.map((value, i) => 0.5 * (value + (right[i] as number)))]
  return Array.from({ length: count }, (_, channel) => (channel === 0 ? left : channel === 1 ? right : new Float32Array(left.length)))
}

const PIECE_FRAMES = 65_536

/** Stereo through the kernel's encoder, which is what makes writing cheap. */
const writeStereo = async (kernel: Kernel, path: string, left: Float32Array, right: Float32Array, sampleRateHz: number): Promise<void> => {
  kernel.begin()
  const leftAt = kernel.scratchFrames(PIECE_FRAMES)
  const rightAt = kernel.scratchFrames(PIECE_FRAMES)
  const bytesAt = kernel.scratch(PIECE_FRAMES * 6 + 16)
  const writer = await createWavWriter(path, { sampleRateHz, channelCount: 2 })
  try {
    for (let from = 0; from < left.length; from += PIECE_FRAMES) {
      const count = Math.min(PIECE_FRAMES, left.length - from)
      kernel.f32.set(left.subarray(from, from + count), leftAt >> 2)
      kernel.f32.set(right.subarray(from, from + count), rightAt >> 2)
      kernel.calls.pcm24(leftAt, rightAt, bytesAt, count)
      await writer.writeBytes(kernel.u8.subarray(bytesAt, bytesAt + count * 6))
    }
    await writer.finish()
  } finally {
    await writer.abandon()
  }
}

/** Applies the mastering in place, writes a 24-bit WAV and measures what was written. */
export const writeMaster = async (kernel: Kernel, premaster: Premaster, mastering: Mastering, path: string, settings: WriteSettings): Promise<Loudness> => {
  const { fromFrame = 0, toFrame = premaster.lengthFrames, sampleRateHz, convert, channelCount = 2 } = settings
  const mastered = [premaster.left, premaster.right].map((samples) => {
    applyLimiter(samples, mastering.limiter, mastering.driveGain, 0, premaster.lengthFrames)
    return samples.subarray(fromFrame, toFrame)
  })
  const channels = withChannels(convert ? await convert(mastered) : mastered, channelCount)
  const [left, right] = channels
  if (left && right && channelCount === 2) await writeStereo(kernel, path, left, right, sampleRateHz)
  else await writeWav24(path, channels, sampleRateHz)
  const isWhole = mastered[0]?.length === premaster.lengthFrames && !convert && channelCount === 2
  const integratedLufs = isWhole ? mastering.integratedLufs : integratedLoudness(channels, sampleRateHz)
  const peak = blockTruePeaks(kernel, channels).reduce((most, value) => Math.max(most, value), 0)
  return { ...(integratedLufs === undefined ? {} : { integratedLufs }), truePeakDbtp: peak > 0 ? 20 * Math.log10(peak) : -200 }
}
