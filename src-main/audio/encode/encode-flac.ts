import { createHash } from 'node:crypto'
import { registerFlacEncoder } from '@mediabunny/flac-encoder'
import { AudioSample, AudioSampleSource, FilePathTarget, FlacOutputFormat, Output } from 'mediabunny'
import { encodePcm } from '../../../src-shared/audio/pcm.ts'
import type { SoundTags } from '../decode/read-tags.ts'
import { completeStreamInfo } from './flac-stream-info.ts'
import type { PcmBlocks } from './pcm-blocks.ts'

const RATES = [8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000]
/** The encoder's own list; other rates go to the next above. */
export const flacRateFor = (sampleRateHz: number): number => RATES.find((rate) => rate >= sampleRateHz) ?? 192_000

let isRegistered = false

/** 24-bit FLAC: 16- and 24-bit songs come back bit for bit. */
export const encodeFlac = async (pcm: PcmBlocks, target: string, { title, artist }: SoundTags): Promise<void> => {
  if (!isRegistered) registerFlacEncoder()
  isRegistered = true
  const output = new Output({ format: new FlacOutputFormat(), target: new FilePathTarget(target) })
  try {
    const source = new AudioSampleSource({ codec: 'flac' })
    output.addAudioTrack(source)
    output.setMetadataTags({ ...(title && { title }), ...(artist && { artist }) })
    await output.start()
    let frames = 0
    const md5 = createHash('md5')
    for await (const block of pcm.blocks) {
      const packed = encodePcm(block, 'pcm24')
      md5.update(packed)
      const sample = new AudioSample({
        data: leftAligned(packed),
        format: 's32',
        numberOfChannels: pcm.channelCount,
        sampleRate: pcm.sampleRateHz,
        timestamp: frames / pcm.sampleRateHz,
      })
      frames += block[0]?.length ?? 0
      await source.add(sample)
      sample.close()
    }
    await output.finalize()
    await completeStreamInfo(target, frames, md5.digest())
  } catch (cause) {
    await output.cancel().catch(() => undefined)
    throw cause
  }
}

/** Interleaved 24-bit integers in the upper bits of 32. */
const leftAligned = (packed: Uint8Array): Int32Array => {
  const out = new Int32Array(packed.length / 3)
  for (let i = 0, at = 0; i < out.length; i++, at += 3)
    out[i] = ((packed[at] as number) << 8) | ((packed[at + 1] as number) << 16) | ((packed[at + 2] as number) << 24)
  return out
}
