import { open } from 'node:fs/promises'
import { createMp3Encoder } from 'wasm-media-encoders'
import { readMpegHeader, readMpegInfo } from '../decode/mpeg-frames.ts'
import type { SoundTags } from '../decode/read-tags.ts'
import { cutFrames, streamEnd } from '../decode/stream-frames.ts'
import { id3Tag } from './id3-tag.ts'
import { mp3InfoFrame } from './mp3-info-frame.ts'
import type { PcmBlocks } from './pcm-blocks.ts'

const RATES = [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]
/** The rate an MP3 of this song has: its own where MP3 knows it, else the nearest above, at most 48 kHz (44.1 kHz for its multiples). */
export const mp3RateFor = (sampleRateHz: number): number => {
  if (RATES.includes(sampleRateHz)) return sampleRateHz
  if (sampleRateHz > 48_000) return sampleRateHz % 44_100 === 0 ? 44_100 : 48_000
  return RATES.find((rate) => rate >= sampleRateHz) ?? 48_000
}

const encoded = async function* (pcm: PcmBlocks): AsyncGenerator<Uint8Array> {
  const encoder = await createMp3Encoder()
  encoder.configure({ sampleRate: pcm.sampleRateHz, channels: pcm.channelCount as 1 | 2, vbrQuality: 0 })
  for await (const block of pcm.blocks) yield encoder.encode(block).slice()
  yield encoder.finalize().slice()
}

/** LAME V0 with an ID3v2.4 tag and a gapless information frame written by hand: the length comes back to the sample. */
export const encodeMp3 = async (pcm: PcmBlocks, target: string, tags: SoundTags): Promise<void> => {
  const file = await open(target, 'w')
  try {
    const tag = id3Tag(tags)
    await file.write(tag, 0, tag.length, 0)
    const offsets: number[] = []
    let first: Uint8Array | undefined
    let info = new Uint8Array()
    let at = tag.length
    const start = () => tag.length + info.length
    for await (const frame of cutFrames(encoded(pcm), (bytes, from) => readMpegHeader(bytes, from)?.bytes ?? 0, 4, streamEnd())) {
      const header = readMpegHeader(frame, 0)
      if (!header || (!first && readMpegInfo(frame, header))) continue
      if (!first) {
        first = frame
        info = mp3InfoFrame(frame, [0], 0, 0)
        at = start()
      }
      offsets.push(at - start())
      await file.write(frame, 0, frame.length, at)
      at += frame.length
    }
    if (!first) throw new Error('the MP3 encoder wrote no frame')
    info = mp3InfoFrame(first, offsets, at - start(), pcm.framesRead())
    await file.write(info, 0, info.length, tag.length)
    await file.sync()
  } finally {
    await file.close()
  }
}
