import type { Cover, FileTags } from './file-tags.ts'

/** 28 bits in four bytes of seven, so that no player takes the size for a frame's sync word. */
const syncSafe = (value: number): number[] => [(value >> 21) & 0x7f, (value >> 14) & 0x7f, (value >> 7) & 0x7f, value & 0x7f]

const UTF8 = 3
const FRONT_COVER = 3

const frame = (id: string, ...body: readonly (Uint8Array | readonly number[] | string)[]): Uint8Array => {
  const bytes = Buffer.concat(body.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Uint8Array.from(part))))
  return Buffer.concat([Buffer.from(id), Uint8Array.from([...syncSafe(bytes.length), 0, 0]), bytes])
}

const text = (id: string, value: string | undefined) => (value ? [frame(id, [UTF8], value)] : [])
/** with a language ("und" is "not said") and an empty description */
const longText = (id: string, value: string | undefined) => (value ? [frame(id, [UTF8], 'und', [0], value)] : [])
const ownText = (name: string, value: string | undefined) => (value ? [frame('TXXX', [UTF8], name, [0], value)] : [])
const picture = (cover: Cover | undefined) => (cover ? [frame('APIC', [UTF8], cover.mimeType, [0, FRONT_COVER, 0], cover.bytes)] : [])

/**
 * ID3v2.4 with UTF-8 text (id3.org, id3v2.4.0-structure and -frames). Empty where there is nothing to say. Of even length, by a byte of the
 * standard's own padding: SoX loses its way after a chunk of an odd one.
 */
export const id3Tag = (tags: FileTags): Uint8Array<ArrayBuffer> => {
  const { tempoBpm } = tags
  const frames = [
    ...text('TIT2', tags.title),
    ...text('TPE1', tags.artist),
    ...text('TALB', tags.album),
    ...text('TSRC', tags.isrc),
    // the standard wants whole beats
    ...text('TBPM', tempoBpm === undefined ? undefined : String(Math.round(tempoBpm))),
    ...text('TKEY', tags.key),
    ...text('TDRC', tags.date),
    ...longText('USLT', tags.lyrics),
    ...longText('COMM', tags.comment),
    ...ownText('DigitalSourceType', tags.digitalSourceType),
    ...picture(tags.cover),
  ]
  const size = frames.reduce((sum, { length }) => sum + length, 0)
  if (size === 0) return new Uint8Array()
  const padding = new Uint8Array(size % 2)
  return Uint8Array.from(Buffer.concat([Uint8Array.from([0x49, 0x44, 0x33, 4, 0, 0, ...syncSafe(size + padding.length)]), ...frames, padding]))
}
