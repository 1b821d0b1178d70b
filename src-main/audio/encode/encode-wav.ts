import type { Loudness } from '../../../src-shared/audio/loudness-report.ts'
import { PCM_SAMPLE_BYTES, type PcmEncoding } from '../../../src-shared/audio/pcm.ts'
import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import type { DecodeWork } from '../decode/decode-to-wav.ts'
import type { WavReader } from '../wav/wav-reader.ts'
import { createWavWriter } from '../wav/wav-writer.ts'
import { bextChunk, ixmlChunk } from './broadcast-wave.ts'
import type { Cue, FileTags } from './file-tags.ts'
import type { PcmBlocks } from './pcm-blocks.ts'
import { riffChunk } from './riff-chunk.ts'
import { wavCueChunks } from './wav-cues.ts'
import { wavTagChunks } from './wav-tags.ts'

const COPY_FRAMES = 1 << 18

export type WavWords = {
  readonly tags: FileTags
  readonly cues: readonly Cue[]
  /** where the file begins on a time line, seconds */
  readonly timeReferenceSeconds: number
  readonly loudness: Loudness | undefined
}

/** float WAVs say how long they are in a chunk of their own */
const factChunk = (lengthFrames: number): Uint8Array => riffChunk('fact', new Uint8Array(Uint32Array.of(lengthFrames).buffer))

const writerFor = (target: string, words: WavWords, encoding: PcmEncoding, sampleRateHz: number, channelCount: number, lengthFrames: number) => {
  const { tags, cues, timeReferenceSeconds, loudness } = words
  const timeReferenceFrames = Math.round(timeReferenceSeconds * sampleRateHz)
  const isFloat = encoding === 'float32'
  const broadcast = { tags, sampleRateHz, channelCount, bits: PCM_SAMPLE_BYTES[encoding] * 8, isFloat, timeReferenceFrames, loudness }
  const leader = Buffer.concat([...(isFloat ? [factChunk(lengthFrames)] : []), bextChunk(broadcast)])
  const trailer = Buffer.concat([wavCueChunks(cues, sampleRateHz, lengthFrames), ixmlChunk(broadcast), wavTagChunks(tags)])
  return createWavWriter(target, { sampleRateHz, channelCount, encoding, leader, trailer })
}

/** A Broadcast Wave of the song's own samples, bit for bit. */
export const copyWav = async (wav: WavReader, target: string, words: WavWords, { flags, progress }: DecodeWork): Promise<void> => {
  const { encoding, sampleRateHz, channelCount, lengthFrames } = wav.layout
  const writer = await writerFor(target, words, encoding, sampleRateHz, channelCount, lengthFrames)
  try {
    for (let at = 0; at < lengthFrames; at += COPY_FRAMES) {
      checkpoint(flags)
      const to = Math.min(lengthFrames, at + COPY_FRAMES)
      await writer.writeBytes(await wav.readBytes(at, to))
      progress(to / lengthFrames)
    }
    await writer.finish()
  } finally {
    await writer.abandon()
  }
}

/** A Broadcast Wave of sound that was changed on its way. */
export const encodeWav = async (pcm: PcmBlocks, target: string, words: WavWords, encoding: PcmEncoding): Promise<void> => {
  const writer = await writerFor(target, words, encoding, pcm.sampleRateHz, pcm.channelCount, pcm.lengthFrames)
  try {
    for await (const block of pcm.blocks) await writer.write(block)
    await writer.finish()
  } finally {
    await writer.abandon()
  }
}
