import { basename } from 'node:path'
import { FLACDecoder } from '@wasm-audio-decoders/flac'
import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis'
import { OggOpusDecoder } from 'ogg-opus-decoder'
import { audioFailures } from '../audio-failures.ts'
import { fileChunks, readHead } from './file-chunks.ts'
import type { SoundBlock, SoundSource } from './sound-source.ts'

/** FLAC, Ogg Vorbis, Ogg Opus and Ogg FLAC, decoded as the bytes come in by the reference libraries in WebAssembly. */

type Decoded = { readonly channelData: Float32Array[]; readonly samplesDecoded: number; readonly errors: readonly unknown[] }
type StreamDecoder = {
  readonly ready: Promise<void>
  decode(bytes: Uint8Array): Decoded | Promise<Decoded>
  flush(): Promise<Decoded>
  free(): void
}

/** `faults` counts what the decoder stumbled over before the file's last piece. */
const streamBlocks = async function* (
  make: () => StreamDecoder,
  path: string,
  start: number,
  report: (fraction: number) => void,
  faults: { inside: number; last: number },
  sentinel: Uint8Array | undefined,
): AsyncGenerator<SoundBlock> {
  const decoder = make()
  const take = ({ channelData, samplesDecoded, errors }: Decoded): SoundBlock | undefined => {
    faults.inside += faults.last
    faults.last = errors.length
    return samplesDecoded > 0 ? channelData.map((samples) => samples.subarray(0, samplesDecoded)) : undefined
  }
  try {
    await decoder.ready
    for await (const chunk of fileChunks(path, start, report)) {
      const block = take(await decoder.decode(chunk))
      if (block) yield block
    }
    if (sentinel) {
      const confirmed = take(await decoder.decode(sentinel))
      if (confirmed) yield confirmed
    }
    const block = take(await decoder.flush())
    if (block) yield block
  } finally {
    decoder.free()
  }
}

type StreamFacts = Pick<SoundSource, 'sampleRateHz' | 'channelCount' | 'channelOrder' | 'promisedFrames'>

const streamSource = (make: () => StreamDecoder, path: string, start: number, facts: StreamFacts, sentinel?: Uint8Array): SoundSource => {
  const faults = { inside: 0, last: 0 }
  return {
    ...facts,
    channelMask: 0,
    blocks: (report) => streamBlocks(make, path, start, report, faults, sentinel),
    endsOpen: () => false,
    isDamagedInside: () => faults.inside > 0,
    damagedSeconds: () => 0,
  }
}

/** Bytes 18.. of a FLAC file: STREAMINFO (RFC 9639, 8.2). Total samples 0 means that the encoder did not know. */
const readStreamInfo = (info: Uint8Array) => {
  const view = new DataView(info.buffer, info.byteOffset, info.byteLength)
  const packed = view.getUint32(10)
  const total = (packed & 15) * 2 ** 32 + view.getUint32(14)
  const bits = ((packed >> 4) & 31) + 1
  return { bits, sampleRateHz: packed >>> 12, channelCount: ((packed >> 9) & 7) + 1, promisedFrames: total > 0 ? total : undefined }
}

/**
 * The decoder divides integers by 2^(bits-1) - 1, so a lossless file would not come back bit for bit; undone here.
 * (Its C source: @wasm-audio-decoders/flac, flac_decoder.c.)
 */
const exactIntegers = async function* (blocks: AsyncIterable<SoundBlock>, bits: number): AsyncGenerator<SoundBlock> {
  const scale = 2 ** (bits - 1)
  for await (const block of blocks) {
    // rounds halves up as `Math.round` does: what is positive is cut
    for (const samples of block) for (let i = 0; i < samples.length; i++) samples[i] = (((samples[i] as number) * (scale - 1) + scale + 0.5) | 0) / scale - 1
    yield block
  }
}

const exactly = (source: SoundSource, bits: number): SoundSource =>
  bits > 24 ? source : { ...source, blocks: (report) => exactIntegers(source.blocks(report), bits) }

/**
 * The head of a frame that never comes: 4096 frames, 44.1 kHz, stereo, 16 bit, number 0, its CRC-8, then nothing (RFC 9639, 9.1). The
 * decoder's splitter ends a frame where the next one begins, and loses the very last one when its bytes happen to hold a sync word.
 */
const NEXT_FRAME = Uint8Array.from({ length: 40 }, (_, i) => [0xff, 0xf8, 0xc9, 0x18, 0x00, 0xc2][i] ?? 0)

/** @param start where the ID3 tag ends, if there is one */
export const flacSource = async (path: string, start: number): Promise<SoundSource> => {
  const { bytes } = await readHead(path, start, 42)
  if (bytes.length < 42) throw audioFailures.damaged(basename(path))
  const facts = readStreamInfo(bytes.subarray(8))
  if (facts.sampleRateHz < 1) throw audioFailures.damaged(basename(path))
  return exactly(
    streamSource(() => new FLACDecoder(), path, start, { ...facts, channelOrder: 'wave' }, NEXT_FRAME),
    facts.bits,
  )
}

/** The granule position of the last page: how many samples the stream has in all. */
const lastGranule = async (path: string): Promise<{ granule: number; isClosed: boolean } | undefined> => {
  const { fileBytes } = await readHead(path, 0, 1)
  const from = Math.max(0, fileBytes - 131_072)
  const { bytes } = await readHead(path, from, fileBytes - from)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = bytes.length - 27; at >= 0; at--) {
    if (bytes[at] !== 0x4f || bytes[at + 1] !== 0x67 || bytes[at + 2] !== 0x67 || bytes[at + 3] !== 0x53) continue
    return { granule: Number(view.getBigInt64(at + 6, true)), isClosed: ((bytes[at + 5] ?? 0) & 4) !== 0 }
  }
  return undefined
}

/** A closed stream says how long it is; what lacks then was lost inside. `preSkip`: samples that an Opus stream counts and nobody hears. */
const oggSource = async (path: string, make: () => StreamDecoder, facts: Omit<StreamFacts, 'promisedFrames'>, preSkip = 0): Promise<SoundSource> => {
  const end = await lastGranule(path)
  const promisedFrames = end?.isClosed && end.granule > preSkip ? end.granule - preSkip : undefined
  return { ...streamSource(make, path, 0, { ...facts, promisedFrames }), endsOpen: () => !end?.isClosed, isDamagedInside: () => promisedFrames !== undefined }
}

export const oggVorbisSource = async (path: string): Promise<SoundSource> => {
  const { bytes } = await readHead(path, 0, 64)
  const head = 27 + (bytes[26] ?? 0)
  if (bytes.length < head + 16) throw audioFailures.damaged(basename(path))
  const sampleRateHz = new DataView(bytes.buffer).getUint32(head + 12, true)
  return oggSource(path, () => new OggVorbisDecoder(), { sampleRateHz, channelCount: bytes[head + 11] ?? 0, channelOrder: 'vorbis' })
}

export const oggOpusSource = async (path: string): Promise<SoundSource> => {
  const { bytes } = await readHead(path, 0, 64)
  const head = 27 + (bytes[26] ?? 0)
  if (bytes.length < head + 19) throw audioFailures.damaged(basename(path))
  const preSkip = new DataView(bytes.buffer).getUint16(head + 10, true)
  return oggSource(path, () => new OggOpusDecoder(), { sampleRateHz: 48_000, channelCount: bytes[head + 9] ?? 0, channelOrder: 'vorbis' }, preSkip)
}

export const oggFlacSource = async (path: string): Promise<SoundSource> => {
  const { bytes } = await readHead(path, 0, 128)
  const head = 27 + (bytes[26] ?? 0)
  if (bytes.length < head + 51) throw audioFailures.damaged(basename(path))
  const { sampleRateHz, channelCount, bits } = readStreamInfo(bytes.subarray(head + 17))
  return exactly(await oggSource(path, () => new FLACDecoder(), { sampleRateHz, channelCount, channelOrder: 'wave' }), bits)
}
