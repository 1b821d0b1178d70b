import { createHash } from 'node:crypto'
import { registerFlacEncoder } from '@mediabunny/flac-encoder'
import { AudioSample, AudioSampleSource, FilePathTarget, FlacOutputFormat, Output } from 'mediabunny'
import { encodePcm } from '../../../src-shared/audio/pcm.ts'
import { type FileTags, vorbisComments } from './file-tags.ts'
import { completeStreamInfo } from './flac-stream-info.ts'
import type { PcmBlocks } from './pcm-blocks.ts'

const RATES = [8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000]
/** The encoder's own list; other rates go to the next above. */
export const flacRateFor = (sampleRateHz: number): number => RATES.find((rate) => rate >= sampleRateHz) ?? 192_000

let isRegistered = false

/** FLAC of 16 or 24 bits: songs that are no finer come back bit for bit. */
export const encodeFlac = async (pcm: PcmBlocks, target: string, tags: FileTags, encoding: 'pcm16' | 'pcm24'): Promise<void> => {
  if (!isRegistered) registerFlacEncoder()
  isRegistered = true
  const output = new Output({ format: new FlacOutputFormat(), target: new FilePathTarget(target) })
  try {
    const source = new AudioSampleSource({ codec: 'flac' })
    output.addAudioTrack(source)
    const { cover } = tags
    output.setMetadataTags({
      raw: Object.fromEntries(vorbisComments(tags)),
      ...(cover && { images: [{ data: cover.bytes, mimeType: cover.mimeType, kind: 'coverFront' as const }] }),
    })
    await output.start()
    let frames = 0
    const md5 = createHash('md5')
    for await (const block of pcm.blocks) {
      const packed = encodePcm(block, encoding)
      md5.update(packed)
      const sample = new AudioSample({
        data: encoding === 'pcm16' ? packed : leftAligned(packed),
        format: encoding === 'pcm16' ? 's16' : 's32',
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
