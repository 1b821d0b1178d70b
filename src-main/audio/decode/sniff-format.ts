import { readMpegHeader } from './mpeg-frames.ts'

/** What a file is, by its first bytes, never by its name. */
export type SoundFormat = 'wav' | 'aiff' | 'flac' | 'ogg-vorbis' | 'ogg-opus' | 'ogg-flac' | 'mp3' | 'adts' | 'mp4'
export type Sniffed = { readonly format: SoundFormat } | { readonly unsupported: string } | undefined

export const SNIFF_BYTES = 65_536

const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean => {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}

/** Length of an ID3v2 tag at the start (0: none): 28 bits in four 7-bit bytes. */
export const id3Length = (bytes: Uint8Array): number =>
  startsWith(bytes, 'ID3') && bytes.length >= 10
    ? 10 + (((bytes[6] ?? 0) & 0x7f) << 21) + (((bytes[7] ?? 0) & 0x7f) << 14) + (((bytes[8] ?? 0) & 0x7f) << 7) + ((bytes[9] ?? 0) & 0x7f)
    : 0

const FOREIGN: readonly (readonly [string, number, string])[] = [
  ['wvpk', 0, 'WavPack sound'],
  ['MAC ', 0, 'Monkey’s Audio sound'],
  ['.snd', 0, 'Sun/NeXT sound'],
  ['caff', 0, 'Core Audio sound'],
  ['RIFX', 0, 'big-endian WAV sound'],
  ['\x1aE\xdf\xa3', 0, 'Matroska or WebM media'],
  ['0&\xb2u', 0, 'Windows Media sound'],
  ['MThd', 0, 'MIDI notes, not sound'],
  ['DSD ', 0, 'DSD sound'],
  ['#!AMR', 0, 'AMR speech'],
]

const oggFormat = (bytes: Uint8Array): Sniffed => {
  const first = 27 + (bytes[26] ?? 0)
  if (startsWith(bytes, 'OpusHead', first)) return { format: 'ogg-opus' }
  if (startsWith(bytes, '\x01vorbis', first)) return { format: 'ogg-vorbis' }
  if (startsWith(bytes, '\x7fFLAC', first)) return { format: 'ogg-flac' }
  return { unsupported: 'an Ogg stream that is neither Vorbis, Opus nor FLAC' }
}

/** Two frames in a row that agree: a single sync word is also found in pictures and prose. */
const findsMpegFrames = (bytes: Uint8Array): boolean => {
  for (let at = 0; at + 4 < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue
    const first = readMpegHeader(bytes, at)
    if (!first) continue
    const second = readMpegHeader(bytes, at + first.bytes)
    if (second && second.sampleRateHz === first.sampleRateHz) return true
    // a file of one frame only
    if (at === 0 && at + first.bytes === bytes.length) return true
  }
  return false
}

/** @param bytes the first `SNIFF_BYTES` of the file, after an ID3 tag where there is one; @returns undefined: not a sound file */
export const sniffFormat = (bytes: Uint8Array): Sniffed => {
  if (['RIFF', 'RF64', 'BW64'].some((magic) => startsWith(bytes, magic)) && startsWith(bytes, 'WAVE', 8)) return { format: 'wav' }
  if (startsWith(bytes, 'FORM') && (startsWith(bytes, 'AIFF', 8) || startsWith(bytes, 'AIFC', 8))) return { format: 'aiff' }
  if (startsWith(bytes, 'fLaC')) return { format: 'flac' }
  if (startsWith(bytes, 'OggS')) return oggFormat(bytes)
  if (startsWith(bytes, 'ftyp', 4)) return { format: 'mp4' }
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0) return { format: 'adts' }
  const foreign = FOREIGN.find(([magic, at]) => startsWith(bytes, magic, at))
  if (foreign) return { unsupported: foreign[2] }
  return findsMpegFrames(bytes) ? { format: 'mp3' } : undefined
}
