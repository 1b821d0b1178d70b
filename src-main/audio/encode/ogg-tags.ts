import { type Cover, type FileTags, vorbisComments } from './file-tags.ts'

/** Ogg's CRC-32: polynomial 0x04c11db7, not reflected, no inversion (RFC 3533). */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, i) => {
  let crc = i << 24
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  return crc >>> 0
})
const crc32 = (bytes: Uint8Array): number => {
  let crc = 0
  for (const byte of bytes) crc = ((crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ byte) & 0xff] as number)) >>> 0
  return crc
}

const MOST_SEGMENTS = 255

const page = (serial: number, sequence: number, granule: bigint, flags: number, lacing: Uint8Array, body: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(27 + lacing.length + body.length)
  const view = new DataView(bytes.buffer)
  bytes.set([0x4f, 0x67, 0x67, 0x53, 0, flags])
  view.setBigInt64(6, granule, true)
  view.setUint32(14, serial, true)
  view.setUint32(18, sequence, true)
  bytes[26] = lacing.length
  bytes.set(lacing, 27)
  bytes.set(body, 27 + lacing.length)
  view.setUint32(22, crc32(bytes), true)
  return bytes
}

/** Packets as pages from `sequence` on; none of them ends a sample, so the granule is 0 on pages where a packet ends. */
const headerPages = (packets: readonly Uint8Array[], serial: number, sequence: number): Uint8Array[] => {
  const lacing = packets.flatMap((packet) => [...new Array(Math.floor(packet.length / 255)).fill(255), packet.length % 255])
  const body = Buffer.concat(packets)
  const pages: Uint8Array[] = []
  let at = 0
  for (let from = 0; from < lacing.length; from += MOST_SEGMENTS) {
    const part = Uint8Array.from(lacing.slice(from, from + MOST_SEGMENTS))
    const length = part.reduce((sum, segment) => sum + segment, 0)
    const continues = from > 0 && lacing[from - 1] === 255 ? 1 : 0
    const endsPacket = part.some((segment) => segment < 255)
    pages.push(page(serial, sequence + pages.length, endsPacket ? 0n : -1n, continues, part, body.subarray(at, at + length)))
    at += length
  }
  return pages
}

/** FLAC's picture block, which Ogg carries as text (RFC 9639, 8.8). Sizes of 0 are "not said". */
const pictureBlock = ({ mimeType, bytes }: Cover): Buffer => {
  const number = (value: number) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value])
  return Buffer.concat([number(3), number(mimeType.length), Buffer.from(mimeType), number(0), Buffer.alloc(16), number(bytes.length), bytes])
}

const commentPacket = (tags: FileTags): Uint8Array => {
  const utf8 = (text: string) => {
    const bytes = new TextEncoder().encode(text)
    return Buffer.concat([new Uint8Array(Uint32Array.of(bytes.length).buffer), bytes])
  }
  const comments = vorbisComments(tags).map(([name, value]) => `${name}=${value}`)
  if (tags.cover) comments.push(`METADATA_BLOCK_PICTURE=${pictureBlock(tags.cover).toString('base64')}`)
  const count = new Uint8Array(Uint32Array.of(comments.length).buffer)
  return Buffer.concat([Uint8Array.of(3), new TextEncoder().encode('vorbis'), utf8('Segno Studio'), count, ...comments.map(utf8), Uint8Array.of(1)])
}

const cutPages = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes: Uint8Array = new Uint8Array()
  for await (const chunk of chunks) {
    bytes = bytes.length > 0 ? Buffer.concat([bytes, chunk]) : chunk
    for (;;) {
      const segments = bytes[26] ?? 0
      if (bytes.length < 27 + segments) break
      const length = 27 + segments + bytes.subarray(27, 27 + segments).reduce((sum, segment) => sum + segment, 0)
      if (bytes.length < length) break
      yield bytes.slice(0, length)
      bytes = bytes.subarray(length)
    }
  }
  if (bytes.length > 0) throw new Error('the Ogg encoder left half a page')
}

/** A Vorbis stream with the comment header replaced: pages are numbered anew, sound pages keep their bodies and granules. */
export const retagOgg = async function* (chunks: AsyncIterable<Uint8Array>, tags: FileTags): AsyncGenerator<Uint8Array> {
  let sequence = 0
  const packets: Uint8Array[] = []
  let open: Uint8Array[] = []
  for await (const bytes of cutPages(chunks)) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const lacing = bytes.subarray(27, 27 + (bytes[26] ?? 0))
    const serial = view.getUint32(14, true)
    if (sequence === 0) {
      sequence = 1
      yield bytes
    } else if (packets.length < 2) {
      let at = 27 + lacing.length
      for (const segment of lacing) {
        open.push(bytes.subarray(at, at + segment))
        at += segment
        if (segment === 255) continue
        packets.push(Buffer.concat(open))
        open = []
      }
      if (packets.length < 2) continue
      if (packets.length > 2) throw new Error('sound in a header page')
      for (const header of headerPages([commentPacket(tags), packets[1] as Uint8Array], serial, sequence)) {
        sequence++
        yield header
      }
    } else yield page(serial, sequence++, view.getBigInt64(6, true), bytes[5] ?? 0, lacing.slice(), bytes.subarray(27 + lacing.length))
  }
}
