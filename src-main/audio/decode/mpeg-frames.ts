/** MPEG-1/2/2.5 audio, layers I to III, frame by frame: ISO/IEC 11172-3 and 13818-3. */
export type MpegHeader = {
  readonly bytes: number
  readonly samples: number
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly version: 1 | 2 | 2.5
  readonly layer: 1 | 2 | 3
}

const RATES = [44_100, 48_000, 32_000]
/** kbit/s by index, for [version 1 layer I, II, III, version 2 layer I, II and III] */
const BITRATES = [
  [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const

/** @returns undefined where no frame starts here (also for free-format frames, whose length nobody wrote down) */
export const readMpegHeader = (bytes: Uint8Array, at: number): MpegHeader | undefined => {
  const b1 = bytes[at + 1] ?? 0
  const b2 = bytes[at + 2] ?? 0
  if (bytes[at] !== 0xff || (b1 & 0xe0) !== 0xe0) return undefined
  const versionBits = (b1 >> 3) & 3
  const layerBits = (b1 >> 1) & 3
  const bitrateIndex = b2 >> 4
  const rateIndex = (b2 >> 2) & 3
  if (versionBits === 1 || layerBits === 0 || bitrateIndex === 0 || bitrateIndex === 15 || rateIndex === 3) return undefined
  const version = versionBits === 3 ? 1 : versionBits === 2 ? 2 : 2.5
  const layer = (4 - layerBits) as 1 | 2 | 3
  const table = version === 1 ? layer - 1 : layer === 1 ? 3 : 4
  const bitrate = (BITRATES[table]?.[bitrateIndex] ?? 0) * 1000
  const sampleRateHz = (RATES[rateIndex] ?? 0) / (version === 1 ? 1 : version === 2 ? 2 : 4)
  const padding = (b2 >> 1) & 1
  const samples = layer === 1 ? 384 : layer === 3 && version !== 1 ? 576 : 1152
  const length = layer === 1 ? (Math.floor((12 * bitrate) / sampleRateHz) + padding) * 4 : Math.floor(((samples / 8) * bitrate) / sampleRateHz) + padding
  return { bytes: length, samples, sampleRateHz, channelCount: (bytes[at + 3] ?? 0) >> 6 === 3 ? 1 : 2, version, layer }
}

/** What the encoder wrote into the first frame (Xing, Info or VBRI): it holds no sound. `delay` and `padding` are samples to cut (LAME tag). */
export type MpegInfo = { readonly frameCount: number | undefined; readonly delay: number; readonly padding: number }

export const readMpegInfo = (frame: Uint8Array, header: MpegHeader): MpegInfo | undefined => {
  const word = (at: number) => String.fromCharCode(...frame.subarray(at, at + 4))
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  if (frame.length > 60 && word(36) === 'VBRI') return { frameCount: view.getUint32(36 + 14), delay: 0, padding: 0 }
  const at = 4 + (header.version === 1 ? (header.channelCount === 1 ? 17 : 32) : header.channelCount === 1 ? 9 : 17)
  if (frame.length < at + 8 || !['Xing', 'Info'].includes(word(at))) return undefined
  const flags = view.getUint32(at + 4)
  let next = at + 8
  const frameCount = flags & 1 && next + 4 <= frame.length ? view.getUint32(next) : undefined
  next += (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0)
  if (next + 24 > frame.length || !/^(LAME|Lavf|Lavc|L3\.)/.test(word(next))) return { frameCount, delay: 0, padding: 0 }
  const packed = ((frame[next + 21] ?? 0) << 16) | ((frame[next + 22] ?? 0) << 8) | (frame[next + 23] ?? 0)
  return { frameCount, delay: packed >> 12, padding: packed & 0xfff }
}
