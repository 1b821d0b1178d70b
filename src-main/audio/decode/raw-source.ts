import { basename } from 'node:path'
import { audioFailures } from '../audio-failures.ts'
import type { RiffHeader } from '../wav/riff-header.ts'
import { readAiffHeader } from './aiff-header.ts'
import { fileChunks } from './file-chunks.ts'
import { canReadRaw, type RawEncoding, readRawSamples } from './raw-samples.ts'
import type { SoundSource } from './sound-source.ts'

type RawSound = {
  readonly encoding: RawEncoding
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly channelMask: number
  readonly dataOffset: number
  readonly lengthFrames: number
  readonly promisedFrames: number | undefined
}

const rawSource = (path: string, sound: RawSound): SoundSource => {
  const { encoding, sampleRateHz, channelCount, channelMask, dataOffset, lengthFrames, promisedFrames } = sound
  const frameBytes = encoding.bytes * channelCount
  return {
    sampleRateHz,
    channelCount,
    channelOrder: 'wave',
    channelMask,
    promisedFrames,
    async *blocks(report) {
      let left = lengthFrames * frameBytes
      let rest: Uint8Array = new Uint8Array()
      for await (const chunk of fileChunks(path, dataOffset, report)) {
        const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
        const usable = Math.min(left, bytes.length - (bytes.length % frameBytes))
        if (usable > 0) yield readRawSamples(bytes.subarray(0, usable), encoding, channelCount)
        left -= usable
        if (left <= 0) return
        rest = bytes.subarray(usable)
      }
    },
    endsOpen: () => false,
    isDamagedInside: () => false,
    damagedSeconds: () => 0,
  }
}

const KINDS: Readonly<Record<number, RawEncoding['kind']>> = { 1: 'signed', 3: 'float', 6: 'a-law', 7: 'mu-law' }

/** A WAV whose samples must be converted: 8 bits, 64-bit float, A-law, mu-law, or more than two channels. */
export const wavSource = (path: string, { format, dataOffset, lengthFrames, promisedFrames }: RiffHeader): SoundSource => {
  const bytes = format.bitsPerSample / 8
  const kind = KINDS[format.formatTag]
  const encoding: RawEncoding = { kind: kind === 'signed' && bytes === 1 ? 'unsigned' : (kind ?? 'signed'), bytes, bigEndian: false }
  if (!kind || !canReadRaw(encoding)) throw audioFailures.unsupported(basename(path), `WAV sound of kind ${format.formatTag} with ${format.bitsPerSample} bits`)
  const { sampleRateHz, channelCount, channelMask } = format
  return rawSource(path, { encoding, sampleRateHz, channelCount, channelMask, dataOffset, lengthFrames, promisedFrames })
}

/** AIFF and uncompressed AIFF-C. */
export const aiffSource = async (path: string): Promise<SoundSource> => {
  const header = await readAiffHeader(path)
  if (!canReadRaw(header.encoding)) throw audioFailures.unsupported(basename(path), `AIFF sound with ${header.encoding.bytes * 8} bits`)
  return rawSource(path, { ...header, channelMask: 0 })
}
