import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import type { DecodeWork } from '../decode/decode-to-wav.ts'
import type { WavReader } from '../wav/wav-reader.ts'
import { resampleBlocks } from './resample.ts'

/** Sound on its way into an encoder. `framesRead` is asked at the end. */
export type PcmBlocks = {
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly blocks: AsyncIterable<Float32Array[]>
  framesRead(): number
}

const BLOCK_FRAMES = 48_000

export const pcmBlocks = (wav: WavReader, sampleRateHz: number, { flags, progress }: DecodeWork): PcmBlocks => {
  const { channelCount, lengthFrames } = wav.layout
  let frames = 0
  const read = async function* () {
    for (let at = 0; at < lengthFrames; at += BLOCK_FRAMES) {
      checkpoint(flags)
      yield await wav.read(at, Math.min(lengthFrames, at + BLOCK_FRAMES))
      progress(Math.min(1, (at + BLOCK_FRAMES) / lengthFrames))
    }
  }
  const counted = async function* () {
    for await (const block of resampleBlocks(read(), channelCount, wav.layout.sampleRateHz, sampleRateHz)) {
      frames += block[0]?.length ?? 0
      yield block
    }
  }
  return { sampleRateHz, channelCount, blocks: counted(), framesRead: () => frames }
}
