import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { decodePcm, type PcmEncoding } from '../../../src-shared/audio/pcm.ts'
import { audioFailures, readFailure } from '../audio-failures.ts'
import { type RiffFormat, type RiffHeader, readRiffHeader } from './riff-header.ts'

/** How to read a file by byte range: interleaved little-endian PCM from `dataOffset`. The media protocol's AudioLayout without the hash. */
export type WavLayout = {
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly lengthFrames: number
  readonly encoding: PcmEncoding
  readonly dataOffset: number
  readonly bytesPerFrame: number
  /** frames the header promised where the file ends earlier */
  readonly promisedFrames: number | undefined
}

export type WavReader = {
  readonly layout: WavLayout
  /** frames `from`..`to`, one Float32Array a channel, linear -1..1 (32-bit integers rounded to float) */
  read(from: number, to: number): Promise<Float32Array<ArrayBuffer>[]>
  /** the same frames as they lie in the file, bit for bit; into the beginning of `memory` where it is large enough, which spares whoever reads on and on */
  readBytes(from: number, to: number, memory?: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
  close(): Promise<void>
}

const ENCODINGS: Readonly<Record<string, PcmEncoding>> = { integer16: 'pcm16', integer24: 'pcm24', integer32: 'pcm32', float32: 'float32' }

/** The studio's own encoding for this format; undefined where the samples must be converted first (8 bits, 64-bit float, A-law, …). */
export const encodingOf = ({ sampleFormat, bitsPerSample }: RiffFormat): PcmEncoding | undefined => ENCODINGS[`${sampleFormat}${bitsPerSample}`]

const readAtOf = (file: FileHandle) => async (offset: number, length: number) => {
  const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset)
  return buffer.subarray(0, bytesRead)
}

/**
 * Any RIFF/WAVE header, also of encodings that the studio converts.
 *
 * @throws FailureError audio.empty, audio.not-audio, audio.damaged, file.not-found, file.unreadable
 */
export const readWavHeader = async (path: string): Promise<RiffHeader> => {
  const file = await open(path, 'r').catch((cause) => Promise.reject(readFailure(cause, path)))
  try {
    return await headerOf(file, path)
  } finally {
    await file.close()
  }
}

const headerOf = async (file: FileHandle, path: string): Promise<RiffHeader> => {
  const name = basename(path)
  const { size } = await file.stat()
  const header = await Promise.resolve(readRiffHeader(readAtOf(file), size)).catch((cause) => Promise.reject(readFailure(cause, path)))
  if (header === 'empty' || header === 'no-sound') throw audioFailures.empty(name)
  if (header === 'not-wav') throw audioFailures.notAudio(name)
  if (header === 'damaged') throw audioFailures.damaged(name)
  return header
}

const layoutOf = ({ format, dataOffset, lengthFrames, promisedFrames }: RiffHeader, path: string): WavLayout => {
  const encoding = encodingOf(format)
  if (!encoding) throw audioFailures.unsupported(basename(path), `${format.bitsPerSample}-bit samples of kind ${format.formatTag}`)
  const { sampleRateHz, channelCount, bytesPerFrame } = format
  return { sampleRateHz, channelCount, lengthFrames, encoding, dataOffset, bytesPerFrame, promisedFrames }
}

const bytesOf = async (
  file: FileHandle,
  { dataOffset, bytesPerFrame, lengthFrames }: WavLayout,
  from: number,
  to: number,
  memory?: Uint8Array<ArrayBuffer>,
) => {
  if (!(Number.isInteger(from) && Number.isInteger(to)) || from < 0 || to > lengthFrames || from > to)
    throw new RangeError(`frames ${from}..${to} of ${lengthFrames}`)
  const length = (to - from) * bytesPerFrame
  const bytes = memory && memory.length >= length ? memory.subarray(0, length) : new Uint8Array(length)
  let got = 0
  while (got < bytes.length) {
    const { bytesRead } = await file.read(bytes, got, bytes.length - got, dataOffset + from * bytesPerFrame + got)
    if (bytesRead === 0) throw new Error('the file became shorter while it was read')
    got += bytesRead
  }
  return bytes
}

/** Opens a WAV of the working format (16/24/32-bit PCM or 32-bit float). Close it. Throws like {@link readWavHeader}, and audio.unsupported. */
export const openWav = async (path: string): Promise<WavReader> => {
  const file = await open(path, 'r').catch((cause) => Promise.reject(readFailure(cause, path)))
  try {
    const layout = layoutOf(await headerOf(file, path), path)
    const readBytes: WavReader['readBytes'] = (from, to, memory) => bytesOf(file, layout, from, to, memory)
    return {
      layout,
      readBytes,
      read: async (from, to) => decodePcm(await readBytes(from, to), layout.encoding, layout.channelCount),
      close: () => file.close(),
    }
  } catch (cause) {
    await file.close()
    throw cause
  }
}

const withWav = async <T>(path: string, use: (wav: WavReader) => Promise<T> | T): Promise<T> => {
  const wav = await openWav(path)
  try {
    return await use(wav)
  } finally {
    await wav.close()
  }
}

/** Cost: a few reads of the header, whatever the length of the song. */
export const readWavLayout = (path: string): Promise<WavLayout> => withWav(path, ({ layout }) => layout)
/** Frames `from`..`to` (default: all) as floats, one array a channel. */
export const readWavSpan = (path: string, from = 0, to?: number): Promise<Float32Array<ArrayBuffer>[]> =>
  withWav(path, (wav) => wav.read(from, to ?? wav.layout.lengthFrames))
/** Frames `from`..`to` (default: all) as they lie in the file, bit for bit. */
export const readWavBytes = (path: string, from = 0, to?: number): Promise<Uint8Array<ArrayBuffer>> =>
  withWav(path, (wav) => wav.readBytes(from, to ?? wav.layout.lengthFrames))
