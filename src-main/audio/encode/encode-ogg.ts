import { open } from 'node:fs/promises'
import { createOggEncoder } from 'wasm-media-encoders'
import type { FileTags } from './file-tags.ts'
import { retagOgg } from './ogg-tags.ts'
import type { PcmBlocks } from './pcm-blocks.ts'

/** libvorbis -q 8, about 256 kbit/s */
const QUALITY = 8
const LOWEST_RATE = 8_000
const HIGHEST_RATE = 192_000
export const oggRateFor = (sampleRateHz: number): number => Math.max(LOWEST_RATE, Math.min(HIGHEST_RATE, sampleRateHz))

const encoded = async function* (pcm: PcmBlocks): AsyncGenerator<Uint8Array> {
  const encoder = await createOggEncoder()
  // a fixed serial number, so that the same song gives the same bytes
  encoder.configure({ sampleRate: pcm.sampleRateHz, channels: pcm.channelCount as 1 | 2, vbrQuality: QUALITY, oggSerialNo: 1 })
  for await (const block of pcm.blocks) yield encoder.encode(block).slice()
  yield encoder.finalize().slice()
}

/** Ogg Vorbis with its comments. */
export const encodeOgg = async (pcm: PcmBlocks, target: string, tags: FileTags): Promise<void> => {
  const file = await open(target, 'w')
  try {
    let at = 0
    for await (const page of retagOgg(encoded(pcm), tags)) {
      await file.write(page, 0, page.length, at)
      at += page.length
    }
    await file.sync()
  } finally {
    await file.close()
  }
}
