import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import type { DecodeWork } from '../decode/decode-to-wav.ts'
import type { SoundTags } from '../decode/read-tags.ts'
import type { WavReader } from '../wav/wav-reader.ts'
import { createWavWriter } from '../wav/wav-writer.ts'
import { wavTagChunks } from './wav-tags.ts'

const COPY_FRAMES = 1 << 18

/** The song's own samples bit for bit (32-bit float ones as 24-bit), with title and artist behind them. */
export const encodeWav = async (wav: WavReader, target: string, tags: SoundTags, { flags, progress }: DecodeWork): Promise<void> => {
  const { encoding, sampleRateHz, channelCount, lengthFrames } = wav.layout
  const isExact = encoding !== 'float32'
  const writer = await createWavWriter(target, { sampleRateHz, channelCount, encoding: isExact ? encoding : 'pcm24', trailer: wavTagChunks(tags) })
  try {
    for (let at = 0; at < lengthFrames; at += COPY_FRAMES) {
      checkpoint(flags)
      const to = Math.min(lengthFrames, at + COPY_FRAMES)
      if (isExact) await writer.writeBytes(await wav.readBytes(at, to))
      else await writer.write(await wav.read(at, to))
      progress(to / lengthFrames)
    }
    await writer.finish()
  } finally {
    await writer.abandon()
  }
}
