import { createWavWriter, openWav, resampleBlocks } from '../../../audio/index.ts'
import { blocksOf } from './song-at-rate.ts'

/** Where separated sound belongs in the song: frames of the song. */
export type Region = { readonly startFrame: number; readonly endFrame: number }

const FADE_SECONDS = 0.01

/** How much of a stem is heard at a frame of the song: 1 inside the region, faded at those of its edges that lie within the song. */
export const regionGain = ({ startFrame, endFrame }: Region, lengthFrames: number, rateHz: number) => {
  const fade = Math.max(1, Math.min(Math.round(FADE_SECONDS * rateHz), Math.floor((endFrame - startFrame) / 2)))
  const slope = (along: number) => 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, Math.max(0, along / fade)))
  return (frame: number): number => {
    if (frame < startFrame || frame >= endFrame) return 0
    const rising = startFrame === 0 ? 1 : slope(frame - startFrame + 0.5)
    return endFrame === lengthFrames ? rising : rising * slope(endFrame - frame - 0.5)
  }
}

export type Placement = {
  readonly rateHz: number
  readonly lengthFrames: number
  readonly region: Region
  /** frame of the song at which the separated sound begins */
  readonly beginsAt: number
}

/** Writes `source` (at the model's rate) to a file as long as the song, silent outside the region. */
export const placeStem = async (
  source: string,
  sourceRateHz: number,
  target: string,
  { rateHz, lengthFrames, region, beginsAt }: Placement,
  step: () => Promise<void>,
): Promise<void> => {
  const gain = regionGain(region, lengthFrames, rateHz)
  const wav = await openWav(source)
  const writer = await createWavWriter(target, { sampleRateHz: rateHz, channelCount: 2, encoding: 'float32' })
  const silence = [new Float32Array(65_536), new Float32Array(65_536)]
  let at = 0
  const rest = async (until: number) => {
    for (; at < until; at = Math.min(until, at + 65_536)) await writer.write(silence, 0, Math.min(65_536, until - at))
  }
  try {
    await rest(beginsAt)
    for await (const block of resampleBlocks(blocksOf(wav, step), 2, sourceRateHz, rateHz)) {
      const frames = Math.min(block[0]?.length ?? 0, lengthFrames - at)
      for (const samples of block) for (let i = 0; i < frames; i++) samples[i] = (samples[i] as number) * gain(at + i)
      await writer.write(block, 0, frames)
      at += frames
    }
    await rest(lengthFrames)
    await writer.finish()
  } finally {
    await writer.abandon()
    await wav.close()
  }
}

/** The song itself where the stems are silent: with it they add up to the song everywhere. */
export const writeOutside = async (songPath: string, target: string, { rateHz, lengthFrames, region }: Placement, step: () => Promise<void>): Promise<void> => {
  const gain = regionGain(region, lengthFrames, rateHz)
  const wav = await openWav(songPath)
  const writer = await createWavWriter(target, { sampleRateHz: rateHz, channelCount: 2, encoding: 'float32' })
  let at = 0
  try {
    for await (const block of blocksOf(wav, step)) {
      for (const samples of block) for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) * (1 - gain(at + i))
      await writer.write(block)
      at += block[0].length
    }
    await writer.finish()
  } finally {
    await writer.abandon()
    await wav.close()
  }
}
