/**
 * The header of a RIFF/WAVE file as it really is in the wild: chunks of odd size, LIST before data, WAVE_FORMAT_EXTENSIBLE, RF64 for more
 * than 4 GB, sizes of 0 or 0xFFFFFFFF from programs that streamed, and files that end too early.
 */
export type RiffFormat = {
  readonly sampleFormat: 'integer' | 'float' | 'other'
  /** the container's width: 24 valid bits in 32 read as 32 */
  readonly bitsPerSample: number
  readonly formatTag: number
  readonly sampleRateHz: number
  readonly channelCount: number
  /** WAVEFORMATEXTENSIBLE's speaker bits; 0 where the file does not say */
  readonly channelMask: number
  readonly bytesPerFrame: number
}
export type RiffHeader = {
  readonly format: RiffFormat
  readonly dataOffset: number
  /** whole frames that are really there */
  readonly lengthFrames: number
  /** what the header promised, where it promised more than is there */
  readonly promisedFrames: number | undefined
}
export type RiffFault = 'empty' | 'not-wav' | 'damaged' | 'no-sound'

/** Reads `length` bytes at `offset`, fewer at the end of the file. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array> | Uint8Array

const WAVE_FORMAT_PCM = 1
const WAVE_FORMAT_FLOAT = 3
const WAVE_FORMAT_EXTENSIBLE = 0xfffe
const UNKNOWN_SIZE = 0xffffffff
/** a file with more chunks than this before its sound is not music */
const MAX_CHUNKS = 10_000

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const word = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))

const readFormat = (bytes: Uint8Array): RiffFormat | undefined => {
  if (bytes.length < 16) return undefined
  const view = viewOf(bytes)
  let formatTag = view.getUint16(0, true)
  const channelCount = view.getUint16(2, true)
  const sampleRateHz = view.getUint32(4, true)
  const bitsPerSample = view.getUint16(14, true)
  let channelMask = 0
  if (formatTag === WAVE_FORMAT_EXTENSIBLE && bytes.length >= 40) {
    channelMask = view.getUint32(20, true)
    formatTag = view.getUint16(24, true)
  }
  const bytesPerFrame = view.getUint16(12, true)
  const isPlain = formatTag === WAVE_FORMAT_PCM || formatTag === WAVE_FORMAT_FLOAT
  const containerBits = isPlain && channelCount > 0 ? (bytesPerFrame / channelCount) * 8 : bitsPerSample
  if (channelCount < 1 || sampleRateHz < 1 || bytesPerFrame < 1 || !Number.isInteger(containerBits)) return undefined
  const sampleFormat = formatTag === WAVE_FORMAT_PCM ? 'integer' : formatTag === WAVE_FORMAT_FLOAT ? 'float' : 'other'
  return { sampleFormat, bitsPerSample: containerBits, formatTag, sampleRateHz, channelCount, channelMask, bytesPerFrame }
}

/** @returns the header, or in one word what is wrong with the file */
export const readRiffHeader = async (readAt: ReadAt, fileBytes: number): Promise<RiffHeader | RiffFault> => {
  if (fileBytes === 0) return 'empty'
  const top = await readAt(0, 12)
  const magic = top.length === 12 ? word(top, 0) : ''
  if (!['RIFF', 'RF64', 'BW64'].includes(magic) || word(top, 8) !== 'WAVE') return 'not-wav'
  let format: RiffFormat | undefined
  let longDataBytes: number | undefined
  let at = 12
  for (let chunk = 0; chunk < MAX_CHUNKS && at + 8 <= fileBytes; chunk++) {
    const head = await readAt(at, 8)
    if (head.length < 8) break
    const name = word(head, 0)
    const size = viewOf(head).getUint32(4, true)
    const body = at + 8
    if (name === 'ds64') {
      const sizes = viewOf(await readAt(body, 24))
      if (sizes.byteLength >= 16) longDataBytes = Number(sizes.getBigUint64(8, true))
    } else if (name === 'fmt ') {
      format = readFormat(await readAt(body, Math.min(size, 64)))
      if (!format) return 'damaged'
    } else if (name === 'data') {
      if (!format) return 'damaged'
      return dataOf(format, body, size, longDataBytes, fileBytes)
    }
    at = body + size + (size % 2)
  }
  return 'damaged'
}

const dataOf = (format: RiffFormat, dataOffset: number, size: number, longDataBytes: number | undefined, fileBytes: number): RiffHeader | RiffFault => {
  const there = fileBytes - dataOffset
  const isLong = size === UNKNOWN_SIZE && longDataBytes !== undefined
  const isUnknown = !isLong && (size === UNKNOWN_SIZE || size === 0)
  const promised = isLong ? (longDataBytes ?? 0) : isUnknown ? there : size
  const lengthFrames = Math.floor(Math.min(promised, there) / format.bytesPerFrame)
  if (lengthFrames < 1) return promised > there ? 'damaged' : 'no-sound'
  const promisedFrames = Math.floor(promised / format.bytesPerFrame)
  return { format, dataOffset, lengthFrames, promisedFrames: promisedFrames > lengthFrames ? promisedFrames : undefined }
}
