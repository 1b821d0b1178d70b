import type { AudioLayout } from '../../src-shared/project/contract.ts'

type Encoding = AudioLayout['encoding']

export const BYTES_PER_SAMPLE: Readonly<Record<Encoding, number>> = { pcm16: 2, pcm24: 3, pcm32: 4, float32: 4 }

/** Interleaved little-endian PCM to one Float32Array a channel, linear -1..1. Trailing bytes of an incomplete frame are left out. */
export const decodePcm = (bytes: ArrayBuffer, encoding: Encoding, channelCount: number): Float32Array<ArrayBuffer>[] => {
  const width = BYTES_PER_SAMPLE[encoding]
  const frameCount = Math.floor(bytes.byteLength / (width * channelCount))
  const view = new DataView(bytes)
  const read = readers[encoding]
  return Array.from({ length: channelCount }, (_, channel) => {
    const samples = new Float32Array(frameCount)
    for (let frame = 0, at = channel * width; frame < frameCount; frame++, at += width * channelCount) samples[frame] = read(view, at)
    return samples
  })
}

const readers: Readonly<Record<Encoding, (view: DataView, at: number) => number>> = {
  pcm16: (view, at) => view.getInt16(at, true) / 0x8000,
  pcm24: (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 0x800000,
  pcm32: (view, at) => view.getInt32(at, true) / 0x80000000,
  float32: (view, at) => view.getFloat32(at, true),
}
