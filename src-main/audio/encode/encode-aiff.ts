import { open } from 'node:fs/promises'
import { encodePcm, PCM_SAMPLE_BYTES } from '../../../src-shared/audio/pcm.ts'
import { audioFailures } from '../audio-failures.ts'
import { MAX_WAV_DATA_BYTES } from '../wav/wav-writer.ts'
import type { Cue, FileTags } from './file-tags.ts'
import { id3Tag } from './id3-tag.ts'
import type { PcmBlocks } from './pcm-blocks.ts'

export type AiffEncoding = 'pcm16' | 'pcm24' | 'float32'

const chunk = (name: string, body: Uint8Array): Buffer => {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(body.length)
  return Buffer.concat([Buffer.from(name, 'latin1'), size, body, new Uint8Array(body.length % 2)])
}

/** An 80-bit extended float of a whole number, as Apple's SANE wrote sample rates. */
const extended = (value: number): Buffer => {
  const bytes = Buffer.alloc(10)
  const exponent = Math.floor(Math.log2(value))
  bytes.writeUInt16BE(16_383 + exponent)
  bytes.writeUInt32BE(Math.floor(value * 2 ** (31 - exponent)) >>> 0, 2)
  return bytes
}

/** A length byte, letters, and a byte of padding so that the whole is even. */
const pascal = (text: string): Buffer => {
  let letters = Buffer.from(text, 'utf8')
  while (letters.length > 255) letters = Buffer.from(letters.toString('utf8').slice(0, -1), 'utf8')
  return Buffer.concat([Buffer.from([letters.length]), letters, new Uint8Array((letters.length + 1) % 2)])
}

const common = (pcm: PcmBlocks, encoding: AiffEncoding): Buffer => {
  const head = Buffer.alloc(8)
  head.writeUInt16BE(pcm.channelCount)
  head.writeUInt32BE(pcm.lengthFrames, 2)
  head.writeUInt16BE(PCM_SAMPLE_BYTES[encoding] * 8, 6)
  const body = [head, extended(pcm.sampleRateHz)]
  return chunk('COMM', Buffer.concat(encoding === 'float32' ? [...body, Buffer.from('fl32'), pascal('IEEE 32-bit float')] : body))
}

const marks = (cues: readonly Cue[], { sampleRateHz, lengthFrames }: PcmBlocks): Buffer => {
  const placed = cues.map(({ atSeconds, name }) => ({ at: Math.round(atSeconds * sampleRateHz), name })).filter(({ at }) => at >= 0 && at < lengthFrames)
  if (placed.length === 0) return Buffer.alloc(0)
  const count = Buffer.alloc(2)
  count.writeUInt16BE(Math.min(0xffff, placed.length))
  const entries = placed
    .toSorted((a, b) => a.at - b.at)
    .slice(0, 0xffff)
    .map(({ at, name }, index) => {
      const entry = Buffer.alloc(6)
      entry.writeUInt16BE(index + 1)
      entry.writeUInt32BE(at, 2)
      return Buffer.concat([entry, pascal(name)])
    })
  return chunk('MARK', Buffer.concat([count, ...entries]))
}

const swapped = (bytes: Uint8Array, width: number): Buffer => {
  const out = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (width === 2) return out.swap16()
  if (width === 4) return out.swap32()
  for (let i = 0; i < out.length; i += 3) {
    const first = out[i] as number
    out[i] = out[i + 2] as number
    out[i + 2] = first
  }
  return out
}

/** AIFF, or AIFF-C for floats, with markers and an ID3 tag. Big-endian, as Apple wrote it down in 1989 and 1991. */
export const encodeAiff = async (pcm: PcmBlocks, target: string, tags: FileTags, cues: readonly Cue[], encoding: AiffEncoding): Promise<void> => {
  const width = PCM_SAMPLE_BYTES[encoding]
  const soundBytes = pcm.lengthFrames * pcm.channelCount * width
  if (soundBytes > MAX_WAV_DATA_BYTES) throw audioFailures.tooLarge('This song', pcm.lengthFrames / pcm.sampleRateHz / 3600)
  const version = encoding === 'float32' ? [chunk('FVER', Buffer.from([0xa2, 0x80, 0x51, 0x40]))] : []
  const id3 = id3Tag(tags)
  const words = [...(tags.title ? [chunk('NAME', Buffer.from(tags.title))] : []), ...(tags.artist ? [chunk('AUTH', Buffer.from(tags.artist))] : [])]
  const before = Buffer.concat([...version, common(pcm, encoding), marks(cues, pcm), ...words, ...(id3.length > 0 ? [chunk('ID3 ', id3)] : [])])
  const padding = soundBytes % 2
  const head = Buffer.alloc(12)
  head.write('FORM', 'latin1')
  head.writeUInt32BE(4 + before.length + 16 + soundBytes + padding, 4)
  head.write(encoding === 'float32' ? 'AIFC' : 'AIFF', 8, 'latin1')
  const soundHead = Buffer.alloc(16)
  soundHead.write('SSND', 'latin1')
  soundHead.writeUInt32BE(8 + soundBytes, 4)
  const file = await open(target, 'w')
  try {
    await file.writeFile(Buffer.concat([head, before, soundHead]))
    let written = 0
    for await (const block of pcm.blocks) {
      const bytes = swapped(encodePcm(block, encoding), width)
      await file.writeFile(bytes)
      written += bytes.length
    }
    if (written !== soundBytes) throw new Error(`${written} bytes of sound where ${soundBytes} were promised`)
    if (padding) await file.writeFile(new Uint8Array(1))
    await file.sync()
  } finally {
    await file.close()
  }
}
