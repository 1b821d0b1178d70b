import { type FileHandle, open } from 'node:fs/promises'
import { encodePcm, PCM_SAMPLE_BYTES, type PcmEncoding } from '../../../src-shared/audio/pcm.ts'
import { failureOfSystemError } from '../../platform/files/system-failures.ts'
import { audioFailures } from '../audio-failures.ts'

/** Where the sound begins in every file this writer makes, unless chunks stand before it. */
export const WAV_HEADER_BYTES = 44
/** RIFF counts bytes in 32 bits. */
export const MAX_WAV_DATA_BYTES = 0xffffffff - 65_536
const CHUNK_FRAMES = 65_536

export type WavFormat = { readonly sampleRateHz: number; readonly channelCount: number; readonly encoding: PcmEncoding }

/** `leader`: whole chunks between the format and the sound. */
export const wavHeader = (
  { sampleRateHz, channelCount, encoding }: WavFormat,
  dataBytes: number,
  bytesAfter = 0,
  leader: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> => {
  const sampleBytes = PCM_SAMPLE_BYTES[encoding]
  const header = new Uint8Array(WAV_HEADER_BYTES + leader.length)
  const view = new DataView(header.buffer)
  const word = (at: number, text: string) => header.set(new TextEncoder().encode(text), at)
  word(0, 'RIFF')
  view.setUint32(4, header.length - 8 + dataBytes + (dataBytes % 2) + bytesAfter, true)
  word(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, encoding === 'float32' ? 3 : 1, true)
  view.setUint16(22, channelCount, true)
  view.setUint32(24, sampleRateHz, true)
  view.setUint32(28, sampleRateHz * channelCount * sampleBytes, true)
  view.setUint16(32, channelCount * sampleBytes, true)
  view.setUint16(34, sampleBytes * 8, true)
  header.set(leader, 36)
  word(header.length - 8, 'data')
  view.setUint32(header.length - 4, dataBytes, true)
  return header
}

/**
 * A WAV written piece by piece: the same samples give the same bytes. Until `finish` the header says "streamed", so a file left behind by a
 * crash still plays. Throws FailureError disk.full, disk.read-only or audio.too-large (more than 4 GB).
 */
export type WavWriter = {
  /** frames `from`..`to` (default: all) of one Float32Array a channel */
  write(channels: readonly Float32Array[], from?: number, to?: number): Promise<void>
  /** whole frames, interleaved, already in this writer's encoding */
  writeBytes(bytes: Uint8Array): Promise<void>
  /** @returns the frames written; the file is closed and on the disk */
  finish(): Promise<number>
  /** closes without the final header; the caller removes the file */
  abandon(): Promise<void>
}

/** `leader` and `trailer`: whole RIFF chunks of an even length before and after the sound. `written` hears all samples, as they lie in the file. */
export type WavWriterOptions = Omit<WavFormat, 'encoding'> & {
  readonly encoding?: PcmEncoding
  readonly leader?: Uint8Array
  readonly trailer?: Uint8Array
  readonly written?: ((bytes: Uint8Array) => void) | undefined
}

export const createWavWriter = async (path: string, format: WavWriterOptions): Promise<WavWriter> => {
  const full: WavFormat = { encoding: 'pcm24', ...format }
  const trailer = format.trailer ?? new Uint8Array()
  const leader = format.leader ?? new Uint8Array()
  const dataAt = WAV_HEADER_BYTES + leader.length
  const bytesPerFrame = PCM_SAMPLE_BYTES[full.encoding] * full.channelCount
  const mended = (cause: unknown): Promise<never> => Promise.reject(failureOfSystemError(cause, path) ?? cause)
  const file = await open(path, 'w').catch(mended)
  const scratch = new Uint8Array(CHUNK_FRAMES * bytesPerFrame)
  let dataBytes = 0
  let isOpen = true
  const close = async () => {
    if (isOpen) await file.close()
    isOpen = false
  }
  await writeAll(file, wavHeader(full, 0, 0, leader), 0).catch(async (cause) => {
    await close()
    return mended(cause)
  })

  const writeBytes = async (bytes: Uint8Array) => {
    if (bytes.length % bytesPerFrame !== 0) throw new RangeError(`${bytes.length} bytes are not whole frames of ${bytesPerFrame}`)
    if (dataBytes + bytes.length + leader.length + trailer.length > MAX_WAV_DATA_BYTES)
      throw audioFailures.tooLarge('This song', dataBytes / bytesPerFrame / full.sampleRateHz / 3600)
    await writeAll(file, bytes, dataAt + dataBytes).catch(mended)
    dataBytes += bytes.length
    format.written?.(bytes)
  }
  return {
    writeBytes,
    async write(channels, from = 0, to = channels[0]?.length ?? 0) {
      if (channels.length !== full.channelCount) throw new RangeError(`${channels.length} channels for a file of ${full.channelCount}`)
      for (let at = from; at < to; at += CHUNK_FRAMES) await writeBytes(encodePcm(channels, full.encoding, at, Math.min(to, at + CHUNK_FRAMES), scratch))
    },
    async finish() {
      try {
        if (dataBytes % 2 === 1) await writeAll(file, new Uint8Array(1), dataAt + dataBytes)
        await writeAll(file, trailer, dataAt + dataBytes + (dataBytes % 2))
        await writeAll(file, wavHeader(full, dataBytes, trailer.length, leader), 0)
        await file.sync()
      } catch (cause) {
        await close()
        return mended(cause)
      }
      await close()
      return dataBytes / bytesPerFrame
    },
    abandon: close,
  }
}

const writeAll = async (file: FileHandle, bytes: Uint8Array, position: number): Promise<void> => {
  for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten
}

/** A whole song as 24-bit PCM. */
export const writeWav24 = async (path: string, channels: readonly Float32Array[], sampleRateHz: number): Promise<void> => {
  const writer = await createWavWriter(path, { sampleRateHz, channelCount: channels.length })
  try {
    await writer.write(channels)
    await writer.finish()
  } finally {
    await writer.abandon()
  }
}
