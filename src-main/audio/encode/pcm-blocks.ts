import type { PcmEncoding } from '../../../src-shared/audio/pcm.ts'
import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import type { DecodeWork } from '../decode/decode-to-wav.ts'
import type { WavReader } from '../wav/wav-reader.ts'
import { createDither } from './dither.ts'
import { resampleBlocks } from './resample.ts'

/** Sound on its way into an encoder. `framesRead` is asked at the end. Blocks belong to the encoder. */
export type PcmBlocks = {
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly lengthFrames: number
  readonly blocks: AsyncIterable<Float32Array[]>
  framesRead(): number
}

export type SoundChange = {
  /** linear, before everything else that depends on the level */
  readonly gain?: number | undefined
  /** silence before the song, frames at the file's own rate */
  readonly padFrames?: number | undefined
}

const BLOCK_FRAMES = 48_000

export const pcmBlocks = (wav: WavReader, sampleRateHz: number, { flags, progress }: DecodeWork, { gain = 1, padFrames = 0 }: SoundChange = {}): PcmBlocks => {
  const { channelCount, lengthFrames } = wav.layout
  let frames = 0
  const read = async function* () {
    for (let left = padFrames; left > 0; left -= BLOCK_FRAMES) yield Array.from({ length: channelCount }, () => new Float32Array(Math.min(left, BLOCK_FRAMES)))
    for (let at = 0; at < lengthFrames; at += BLOCK_FRAMES) {
      checkpoint(flags)
      const block = await wav.read(at, Math.min(lengthFrames, at + BLOCK_FRAMES))
      if (gain !== 1) for (const samples of block) for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) * gain
      yield block
      progress(Math.min(1, (at + BLOCK_FRAMES) / lengthFrames))
    }
  }
  const counted = async function* () {
    for await (const block of resampleBlocks(read(), channelCount, wav.layout.sampleRateHz, sampleRateHz)) {
      frames += block[0]?.length ?? 0
      yield block
    }
  }
  const total = Math.round(((lengthFrames + padFrames) * sampleRateHz) / wav.layout.sampleRateHz)
  return { sampleRateHz, channelCount, lengthFrames: total, blocks: counted(), framesRead: () => frames }
}

/**
 * Noise for a file of 16 bits where the sound is finer than that. At 24 bits there is none: the studio computes in 32-bit floats, whose own
 * grain is about as fine, and a converter's noise is far above it.
 */
export const dithered = (pcm: PcmBlocks, encoding: PcmEncoding): PcmBlocks => {
  if (encoding !== 'pcm16') return pcm
  const dither = createDither(16)
  const noisy = async function* () {
    for await (const block of pcm.blocks) {
      dither(block)
      yield block
    }
  }
  return { ...pcm, blocks: noisy() }
}
