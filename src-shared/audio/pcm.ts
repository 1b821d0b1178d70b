/** How one sample lies in a file: little-endian, interleaved. Integers are signed, full scale 2^(bits-1). */
export type PcmEncoding = 'pcm16' | 'pcm24' | 'pcm32' | 'float32'

export const PCM_SAMPLE_BYTES: Readonly<Record<PcmEncoding, number>> = { pcm16: 2, pcm24: 3, pcm32: 4, float32: 4 }

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
const isAligned = (bytes: Uint8Array, width: number) => isLittleEndian && bytes.byteOffset % width === 0

/** One channel out of interleaved bytes. 16- and 24-bit values are exact in a float; 32-bit ones lose their lowest bits. */
const readChannel = (bytes: Uint8Array, encoding: PcmEncoding, channelCount: number, channel: number, out: Float32Array): void => {
  const frames = out.length
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (encoding === 'pcm16') {
    const values = isAligned(bytes, 2) ? new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1) : undefined
    if (values) for (let i = 0, at = channel; i < frames; i++, at += channelCount) out[i] = (values[at] as number) / 0x8000
    else for (let i = 0, at = channel * 2; i < frames; i++, at += channelCount * 2) out[i] = view.getInt16(at, true) / 0x8000
  } else if (encoding === 'pcm24') {
    const step = channelCount * 3
    for (let i = 0, at = channel * 3; i < frames; i++, at += step) {
      out[i] = (((bytes[at] as number) << 8) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 24)) / 0x80000000
    }
  } else if (encoding === 'pcm32') {
    for (let i = 0, at = channel * 4; i < frames; i++, at += channelCount * 4) out[i] = view.getInt32(at, true) / 0x80000000
  } else {
    for (let i = 0, at = channel * 4; i < frames; i++, at += channelCount * 4) out[i] = view.getFloat32(at, true)
  }
}

/** Both channels of 24-bit stereo, two frames in three 32-bit words: half the time of byte by byte. Answers how many frames were read. */
const readStereo24 = (bytes: Uint8Array, left: Float32Array, right: Float32Array): number => {
  if (!isAligned(bytes, 4)) return 0
  const frames = Math.min(left.length, right.length) & ~1
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, (frames >> 1) * 3)
  for (let i = 0, word = 0; i < frames; i += 2, word += 3) {
    const x = words[word] as number
    const y = words[word + 1] as number
    const z = words[word + 2] as number
    left[i] = (x << 8) / 0x80000000
    right[i] = (((x >>> 16) & 0xff00) | (y << 16)) / 0x80000000
    left[i + 1] = (((y >>> 8) & 0xffff00) | (z << 24)) / 0x80000000
    right[i + 1] = (z & 0xffffff00) / 0x80000000
  }
  return frames
}

/** The same into memory that is there: one array a channel, as many frames as they are long. */
export const readPcm = (bytes: Uint8Array, encoding: PcmEncoding, into: readonly Float32Array[]): void => {
  const [left, right, ...more] = into
  const done = encoding === 'pcm24' && left && right && more.length === 0 ? readStereo24(bytes, left, right) : 0
  const rest = bytes.subarray(done * into.length * PCM_SAMPLE_BYTES[encoding])
  for (const [channel, samples] of into.entries()) readChannel(rest, encoding, into.length, channel, samples.subarray(done))
}

/**
 * Interleaved PCM as one Float32Array a channel, linear -1..1. Bytes of an incomplete last frame are left out.
 */
export const decodePcm = (bytes: Uint8Array, encoding: PcmEncoding, channelCount: number): Float32Array<ArrayBuffer>[] => {
  const frames = Math.floor(bytes.byteLength / (PCM_SAMPLE_BYTES[encoding] * channelCount))
  const channels = Array.from({ length: channelCount }, () => new Float32Array(frames))
  readPcm(bytes, encoding, channels)
  return channels
}

/** Nearest integer of a full-scale value, clipped; NaN is silence. */
const quantise = (value: number, fullScale: number): number => {
  const scaled = Math.round(value * fullScale)
  return scaled > fullScale - 1 ? fullScale - 1 : scaled < -fullScale ? -fullScale : scaled || 0
}

/** The same for 24 bits, without asking for a rounding: what is positive is cut, which rounds halves up as `Math.round` does. */
const quantise24 = (value: number): number => {
  const scaled = value * 0x800000
  if (!(scaled < 0x7fffff)) return scaled >= 0x7fffff ? 0x7fffff : 0
  return scaled <= -0x800000 ? -0x800000 : ((scaled + 0x800000 + 0.5) | 0) - 0x800000
}

/** Answers how many frames were written; bytes that do not begin at a word are left to the slower way. */
const writeStereo24 = (left: Float32Array, right: Float32Array, from: number, to: number, bytes: Uint8Array): number => {
  if (!isAligned(bytes, 4)) return 0
  const frames = (to - from) & ~1
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, (frames >> 1) * 3)
  for (let i = from, word = 0; i < from + frames; i += 2, word += 3) {
    const a = quantise24(left[i] as number)
    const b = quantise24(right[i] as number)
    const c = quantise24(left[i + 1] as number)
    const d = quantise24(right[i + 1] as number)
    words[word] = (a & 0xffffff) | (b << 24)
    words[word + 1] = ((b >> 8) & 0xffff) | (c << 16)
    words[word + 2] = ((c >> 16) & 0xff) | (d << 8)
  }
  return frames
}

/**
 * The inverse of {@link decodePcm}: frames `from`..`to` of every channel, interleaved. What `decodePcm` made of 16- and 24-bit files comes back
 * bit for bit. No dither: at 24 bits the converter's own noise is louder, and 16-bit files get back exact samples.
 */
export const encodePcm = (
  channels: readonly Float32Array[],
  encoding: PcmEncoding,
  from = 0,
  to = channels[0]?.length ?? 0,
  into?: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> => {
  const width = PCM_SAMPLE_BYTES[encoding]
  const step = width * channels.length
  const size = (to - from) * step
  const bytes = into ? into.subarray(0, size) : new Uint8Array(size)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [left, right] = channels
  const done = encoding === 'pcm24' && channels.length === 2 && left && right ? writeStereo24(left, right, from, to, bytes) : 0
  channels.forEach((samples, channel) => {
    let at = done * step + channel * width
    for (let i = from + done; i < to; i++, at += step) {
      const value = samples[i] as number
      if (encoding === 'pcm24') {
        const integer = quantise(value, 0x800000)
        bytes[at] = integer
        bytes[at + 1] = integer >> 8
        bytes[at + 2] = integer >> 16
      } else if (encoding === 'pcm16') view.setInt16(at, quantise(value, 0x8000), true)
      else if (encoding === 'pcm32') view.setInt32(at, quantise(value, 0x80000000), true)
      else view.setFloat32(at, value, true)
    }
  })
  return bytes
}
