import { resampleBlocks } from '../../audio/index.ts'

const BLOCK_FRAMES = 65_536

const blocksOf = async function* (channels: readonly Float32Array[]): AsyncGenerator<Float32Array[]> {
  const length = channels[0]?.length ?? 0
  for (let at = 0; at < length; at += BLOCK_FRAMES) yield channels.map((samples) => samples.subarray(at, at + BLOCK_FRAMES))
}

/** The same sound at another rate by libsamplerate's best sinc, `round(length · toHz / fromHz)` samples a channel. */
export const resample = async (channels: readonly Float32Array<ArrayBuffer>[], fromHz: number, toHz: number): Promise<Float32Array<ArrayBuffer>[]> => {
  if (fromHz === toHz) return [...channels]
  const length = Math.round(((channels[0]?.length ?? 0) * toHz) / fromHz)
  const out = channels.map(() => new Float32Array(length))
  let at = 0
  for await (const block of resampleBlocks(blocksOf(channels), channels.length, fromHz, toHz)) {
    const room = Math.min(block[0]?.length ?? 0, length - at)
    block.forEach((samples, channel) => void out[channel]?.set(samples.subarray(0, room), at))
    at += room
  }
  return out
}
