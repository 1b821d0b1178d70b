import { open } from 'node:fs/promises'
import { createMp3Encoder } from 'wasm-media-encoders'
import { readMpegHeader, readMpegInfo } from '../decode/mpeg-frames.ts'
import { cutFrames, streamEnd } from '../decode/stream-frames.ts'
import type { FileTags } from './file-tags.ts'
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

/** `v0`: the quality is constant, about 245 kbit/s; `320`: the bit rate is, the highest that MP3 has (160 below 32 kHz) */
export type Mp3Quality = 'v0' | '320'

/** the highest of MPEG-2, whose rates are below 32 kHz */
const HIGHEST_BELOW_32_KHZ = 160

const encoded = async function* (pcm: PcmBlocks, quality: Mp3Quality): AsyncGenerator<Uint8Array> {
  const encoder = await createMp3Encoder()
  const bitrate = pcm.sampleRateHz < 32_000 ? HIGHEST_BELOW_32_KHZ : 320
  encoder.configure({
    sampleRate: pcm.sampleRateHz,
    channels: pcm.channelCount as 1 | 2,
    ...(quality === '320' ? { bitrate } : { vbrQuality: 0 }),
  })
  for await (const block of pcm.blocks) yield encoder.encode(block).slice()
  yield encoder.finalize().slice()
}

/** LAME with an ID3v2.4 tag and a gapless information frame written by hand: the length comes back to the sample. */
export const encodeMp3 = async (pcm: PcmBlocks, target: string, tags: FileTags, quality: Mp3Quality = 'v0'): Promise<void> => {
  const file = await open(target, 'w')
  try {
    const tag = id3Tag(tags)
    await file.write(tag, 0, tag.length, 0)
    const offsets: number[] = []
    let first: Uint8Array | undefined
    let info = new Uint8Array()
    let at = tag.length
    const start = () => tag.length + info.length
    for await (const frame of cutFrames(encoded(pcm, quality), (bytes, from) => readMpegHeader(bytes, from)?.bytes ?? 0, 4, streamEnd())) {
      const header = readMpegHeader(frame, 0)
      if (!header || (!first && readMpegInfo(frame, header))) continue
      if (!first) {
        first = frame
        info = mp3InfoFrame(frame, [0], 0, 0, quality)
        at = start()
      }
      offsets.push(at - start())
      await file.write(frame, 0, frame.length, at)
      at += frame.length
    }
    if (!first) throw new Error('the MP3 encoder wrote no frame')
    info = mp3InfoFrame(first, offsets, at - start(), pcm.framesRead(), quality)
    await file.write(info, 0, info.length, tag.length)
    await file.sync()
  } finally {
    await file.close()
  }
}
