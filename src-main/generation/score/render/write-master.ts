import type { Loudness } from '../../../../src-shared/audio/loudness-report.ts'
import { applyLimiter } from '../../../../src-shared/dsp/limiter.ts'
import { integratedLoudness } from '../../../../src-shared/dsp/loudness.ts'
import { truePeak } from '../../../../src-shared/dsp/true-peak.ts'
import { writeWav24 } from '../../../audio/index.ts'
import type { Mastering, Premaster } from './master.ts'

type Channels = readonly Float32Array[]

export type WriteSettings = {
  readonly sampleRateHz: number
  /** part of the premaster's arrays; all of it when left out */
  readonly fromFrame?: number
  readonly toFrame?: number
  /** to another sample rate */
  readonly convert?: (channels: Channels) => Promise<Channels>
  /** 1 makes the middle of both sides; more repeat left and right */
  readonly channelCount?: number
}

const withChannels = ([left, right]: Channels, count: number): Channels => {
  if (!left || !right || count === 2) return [left, right].flatMap((samples) => samples ?? [])
  if (count === 1) return [left.map((value, i) => 0.5 * (value + (right[i] as number)))]
  return Array.from({ length: count }, (_, channel) => (channel === 0 ? left : channel === 1 ? right : new Float32Array(left.length)))
}

/** Applies the mastering in place, writes a 24-bit WAV and measures what was written. */
export const writeMaster = async (premaster: Premaster, mastering: Mastering, path: string, settings: WriteSettings): Promise<Loudness> => {
  const { fromFrame = 0, toFrame = premaster.lengthFrames, sampleRateHz, convert, channelCount = 2 } = settings
  const mastered = [premaster.left, premaster.right].map((samples) => {
    applyLimiter(samples, mastering.limiter, mastering.driveGain, 0, premaster.lengthFrames)
    return samples.subarray(fromFrame, toFrame)
  })
  const channels = withChannels(convert ? await convert(mastered) : mastered, channelCount)
  await writeWav24(path, channels, sampleRateHz)
  const isWhole = mastered[0]?.length === premaster.lengthFrames && !convert && channelCount === 2
  const integratedLufs = isWhole ? mastering.integratedLufs : integratedLoudness(channels, sampleRateHz)
  const peak = truePeak(channels)
  return { ...(integratedLufs === undefined ? {} : { integratedLufs }), truePeakDbtp: peak > 0 ? 20 * Math.log10(peak) : -200 }
}
