/** Samples of files that are PCM but not in the studio's own encodings: 8 bits, 64-bit floats, big-endian, A-law and mu-law. */
export type RawEncoding = { readonly kind: 'signed' | 'unsigned' | 'float' | 'a-law' | 'mu-law'; readonly bytes: number; readonly bigEndian: boolean }

/** ITU-T G.711 */
const aLaw = (byte: number): number => {
  const value = byte ^ 0x55
  const exponent = (value >> 4) & 7
  const mantissa = ((value & 15) << 4) + 8
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1)
  return (value & 0x80 ? magnitude : -magnitude) / 32_768
}
const muLaw = (byte: number): number => {
  const value = ~byte & 0xff
  const magnitude = (((value & 15) << 3) + 132) << ((value >> 4) & 7)
  return (value & 0x80 ? 132 - magnitude : magnitude - 132) / 32_768
}

const readerOf = ({ kind, bytes, bigEndian }: RawEncoding): ((view: DataView, at: number) => number) | undefined => {
  const little = !bigEndian
  if (kind === 'a-law') return (view, at) => aLaw(view.getUint8(at))
  if (kind === 'mu-law') return (view, at) => muLaw(view.getUint8(at))
  if (kind === 'float') return bytes === 4 ? (view, at) => view.getFloat32(at, little) : bytes === 8 ? (view, at) => view.getFloat64(at, little) : undefined
  if (kind === 'unsigned') return bytes === 1 ? (view, at) => (view.getUint8(at) - 128) / 128 : undefined
  if (bytes === 1) return (view, at) => view.getInt8(at) / 128
  if (bytes === 2) return (view, at) => view.getInt16(at, little) / 0x8000
  if (bytes === 3)
    return little
      ? (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 0x800000
      : (view, at) => ((view.getInt8(at) << 16) | view.getUint16(at + 1, false)) / 0x800000
  return bytes === 4 ? (view, at) => view.getInt32(at, little) / 0x80000000 : undefined
}

export const canReadRaw = (encoding: RawEncoding): boolean => readerOf(encoding) !== undefined

/** Whole interleaved frames as one Float32Array a channel. */
export const readRawSamples = (data: Uint8Array, encoding: RawEncoding, channelCount: number): Float32Array[] => {
  const read = readerOf(encoding)
  if (!read) throw new RangeError(`no reader for ${encoding.bytes}-byte ${encoding.kind}`)
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const step = encoding.bytes * channelCount
  const frames = Math.floor(data.length / step)
  return Array.from({ length: channelCount }, (_, channel) => {
    const samples = new Float32Array(frames)
    for (let i = 0, at = channel * encoding.bytes; i < frames; i++, at += step) samples[i] = read(view, at)
    return samples
  })
}
