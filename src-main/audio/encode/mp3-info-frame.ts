import { readMpegHeader } from '../decode/mpeg-frames.ts'

/** LAME's encoder delay in samples; the tag counts it without the decoder's own 529. */
export const LAME_DELAY = 576

/** CRC-16/ARC, as LAME protects its tag. */
const crc16 = (bytes: Uint8Array): number => {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1
  }
  return crc
}

/** bit-rate index whose frame holds the tag at every rate: 128 kbit/s in MPEG-1, 80 in MPEG-2 and 2.5 */
const BITRATE_INDEX = 9

/**
 * The first frame of a gapless MP3: silence to old players, to others the length, a seek table and how many samples to cut at both ends.
 *
 * @param anyFrame a frame of the file, whose version, rate and channels it takes over
 * @param frameOffsets where each frame begins, counted from the first sounding frame
 */
export const mp3InfoFrame = (
  anyFrame: Uint8Array,
  frameOffsets: readonly number[],
  soundBytes: number,
  lengthFrames: number,
  quality: 'v0' | '320',
): Uint8Array<ArrayBuffer> => {
  const like = readMpegHeader(anyFrame, 0)
  if (!like) throw new Error('not an MPEG frame')
  const head = Uint8Array.of(0xff, (anyFrame[1] ?? 0) | 1, (BITRATE_INDEX << 4) | ((anyFrame[2] ?? 0) & 0x0c), (anyFrame[3] ?? 0) & 0xc0)
  const header = readMpegHeader(head, 0)
  if (!header) throw new Error('not an MPEG header')
  const frame = new Uint8Array(header.bytes)
  const view = new DataView(frame.buffer)
  frame.set(head)
  const at = 4 + (like.version === 1 ? (like.channelCount === 1 ? 17 : 32) : like.channelCount === 1 ? 9 : 17)
  const word = (offset: number, text: string) => frame.set(new TextEncoder().encode(text), at + offset)
  // players call a file of one bit rate by the other word
  word(0, quality === 'v0' ? 'Xing' : 'Info')
  view.setUint32(at + 4, 0b1111)
  view.setUint32(at + 8, frameOffsets.length)
  const fileBytes = soundBytes + frame.length
  view.setUint32(at + 12, fileBytes)
  for (let percent = 0; percent < 100; percent++) {
    const offset = frameOffsets[Math.floor((frameOffsets.length * percent) / 100)] ?? 0
    frame[at + 16 + percent] = Math.min(255, Math.floor(((offset + frame.length) / fileBytes) * 256))
  }
  view.setUint32(at + 116, 100)
  word(120, 'LAME3.100')
  // variable by quality, or constant
  frame[at + 129] = quality === 'v0' ? 0x04 : 0x01
  const padding = Math.max(0, Math.min(4095, frameOffsets.length * like.samples - LAME_DELAY - lengthFrames))
  frame[at + 141] = LAME_DELAY >> 4
  frame[at + 142] = ((LAME_DELAY & 15) << 4) | (padding >> 8)
  frame[at + 143] = padding & 0xff
  view.setUint32(at + 148, fileBytes)
  view.setUint16(at + 154, crc16(frame.subarray(0, at + 154)))
  return frame
}
