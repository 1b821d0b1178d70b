import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { audioFailures, readFailure } from '../audio-failures.ts'
import type { RawEncoding } from './raw-samples.ts'

export type AiffHeader = {
  readonly encoding: RawEncoding
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly dataOffset: number
  readonly lengthFrames: number
  readonly promisedFrames: number | undefined
}

/** An 80-bit extended float, as Apple's SANE wrote sample rates. */
const readExtended = (view: DataView, at: number): number => {
  const exponent = (view.getUint16(at) & 0x7fff) - 16_383
  return (view.getUint32(at + 2) * 2 ** -31 + view.getUint32(at + 6) * 2 ** -63) * 2 ** exponent
}

/** compression type of AIFF-C -> how its samples lie */
const encodingOf = (compression: string, bits: number): RawEncoding | undefined => {
  const bytes = Math.ceil(bits / 8)
  switch (compression) {
    case 'NONE':
    case 'twos':
      return { kind: 'signed', bytes, bigEndian: true }
    case 'sowt':
      return { kind: 'signed', bytes, bigEndian: false }
    case 'raw ':
      return { kind: 'unsigned', bytes, bigEndian: true }
    case 'in24':
      return { kind: 'signed', bytes: 3, bigEndian: true }
    case 'in32':
      return { kind: 'signed', bytes: 4, bigEndian: true }
    case 'fl32':
    case 'FL32':
      return { kind: 'float', bytes: 4, bigEndian: true }
    case 'fl64':
    case 'FL64':
      return { kind: 'float', bytes: 8, bigEndian: true }
    case 'alaw':
    case 'ALAW':
      return { kind: 'a-law', bytes: 1, bigEndian: true }
    case 'ulaw':
    case 'ULAW':
      return { kind: 'mu-law', bytes: 1, bigEndian: true }
    default:
      return undefined
  }
}

/** @throws FailureError audio.damaged, audio.empty, audio.unsupported */
export const readAiffHeader = async (path: string): Promise<AiffHeader> => {
  const name = basename(path)
  const file = await open(path, 'r').catch((cause) => Promise.reject(readFailure(cause, path)))
  try {
    const { size: fileBytes } = await file.stat()
    const readAt = async (at: number, length: number) => {
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, at)
      return { view: new DataView(buffer.buffer, 0, bytesRead), text: (from: number) => String.fromCharCode(...buffer.subarray(from, from + 4)) }
    }
    let common: { channelCount: number; frames: number; sampleRateHz: number; encoding: RawEncoding } | undefined
    let sound: { dataOffset: number; bytes: number } | undefined
    const isCompressed = (await readAt(8, 4)).text(0) === 'AIFC'
    for (let at = 12; at + 8 <= fileBytes && !(common && sound); ) {
      const head = await readAt(at, 8)
      if (head.view.byteLength < 8) break
      const size = head.view.getUint32(4)
      if (head.text(0) === 'COMM') {
        const { view, text } = await readAt(at + 8, 22)
        if (view.byteLength < (isCompressed ? 22 : 18)) throw audioFailures.damaged(name)
        const compression = isCompressed ? text(18) : 'NONE'
        const encoding = encodingOf(compression, view.getInt16(6))
        if (!encoding) throw audioFailures.unsupported(name, `AIFF-C sound of kind “${compression.trim()}”`)
        common = { channelCount: view.getInt16(0), frames: view.getUint32(2), sampleRateHz: Math.round(readExtended(view, 8)), encoding }
      } else if (head.text(0) === 'SSND') {
        const { view } = await readAt(at + 8, 8)
        if (view.byteLength < 8) throw audioFailures.damaged(name)
        sound = { dataOffset: at + 16 + view.getUint32(0), bytes: size - 8 - view.getUint32(0) }
      }
      at += 8 + size + (size % 2)
    }
    if (!common || !sound || common.channelCount < 1 || common.sampleRateHz < 1 || sound.dataOffset > fileBytes) throw audioFailures.damaged(name)
    const frameBytes = common.encoding.bytes * common.channelCount
    const promised = Math.min(common.frames, Math.floor(sound.bytes / frameBytes))
    const lengthFrames = Math.min(promised, Math.floor((fileBytes - sound.dataOffset) / frameBytes))
    if (promised < 1) throw audioFailures.empty(name)
    if (lengthFrames < 1) throw audioFailures.damaged(name)
    const { encoding, sampleRateHz, channelCount } = common
    return { encoding, sampleRateHz, channelCount, dataOffset: sound.dataOffset, lengthFrames, promisedFrames: promised > lengthFrames ? promised : undefined }
  } finally {
    await file.close()
  }
}
