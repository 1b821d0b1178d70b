import { openWav } from '../../audio/index.ts'
import { resample } from './resample.ts'

export type SoundWish = {
  readonly rateHz: number
  /** 1: the mean of all channels; 2: a mono file gives the same samples twice, further channels are left out */
  readonly channelCount: 1 | 2
  /** default: the whole file; clamped to it */
  readonly fromSeconds?: number | undefined
  readonly toSeconds?: number | undefined
}

const mean = (channels: readonly Float32Array<ArrayBuffer>[]): Float32Array<ArrayBuffer> => {
  const [first] = channels
  if (!first || channels.length === 1) return first ?? new Float32Array()
  const out = new Float32Array(first.length)
  for (const channel of channels) for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + (channel[i] as number) / channels.length
  return out
}

const arrange = (channels: readonly Float32Array<ArrayBuffer>[], channelCount: 1 | 2): Float32Array<ArrayBuffer>[] => {
  if (channelCount === 1) return [mean(channels)]
  const [left = new Float32Array(), right] = channels
  return [left, right ?? left.slice()]
}

/**
 * A stored sound (WAV of the working format) as a model wants it: samples -1..1 at its rate, one array a channel, all of one length.
 * @throws FailureError audio.damaged, file.not-found and what else a WAV can be
 */
export const readSound = async (path: string, { rateHz, channelCount, fromSeconds = 0, toSeconds }: SoundWish): Promise<Float32Array<ArrayBuffer>[]> => {
  const wav = await openWav(path)
  try {
    const { sampleRateHz, lengthFrames } = wav.layout
    const frameAt = (seconds: number): number => Math.min(lengthFrames, Math.max(0, Math.round(seconds * sampleRateHz)))
    const from = frameAt(fromSeconds)
    const to = Math.max(from, toSeconds === undefined ? lengthFrames : frameAt(toSeconds))
    return resample(arrange(await wav.read(from, to), channelCount), sampleRateHz, rateHz)
  } finally {
    await wav.close()
  }
}
