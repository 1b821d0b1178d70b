import { PEAKS_TABLE_BYTES, readPeaksTable } from './peaks-format.ts'

/**
 * The small picture of a song's sound, for rows of lists: min and max of all channels together in at most 512 stretches, 8-bit, 127 = full
 * scale. Bytes: min i8[count], then max i8[count].
 */
export type SmallWave = Int8Array<ArrayBuffer>

const TO_BYTE = 127 / 32767

/**
 * Out of the coarsest level of a waveform's file (see peaks-format.ts), of which only the beginning and that level are read.
 * @param read bytes from a place on; fewer where the file ends
 * @returns undefined when it is not a whole file of this version
 */
export const readSmallWave = (fileBytes: number, read: (from: number, count: number) => Uint8Array<ArrayBuffer>): SmallWave | undefined => {
  const head = read(0, Math.min(PEAKS_TABLE_BYTES, fileBytes))
  const table = readPeaksTable(head.buffer.slice(head.byteOffset, head.byteOffset + head.byteLength), fileBytes)
  const level = table?.levels.at(-1)
  if (!table || !level) return undefined
  const { bucketCount, byteOffset } = level
  const bytes = read(byteOffset, bucketCount * table.channelCount * 6)
  if (bytes.byteLength < bucketCount * table.channelCount * 6) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const wave = new Int8Array(bucketCount * 2)
  for (let channel = 0; channel < table.channelCount; channel++) {
    const start = channel * bucketCount * 6
    for (let i = 0; i < bucketCount; i++) {
      const low = Math.round(view.getInt16(start + i * 2, true) * TO_BYTE)
      const high = Math.round(view.getInt16(start + (bucketCount + i) * 2, true) * TO_BYTE)
      wave[i] = Math.max(-127, Math.min(wave[i] ?? 0, low))
      wave[bucketCount + i] = Math.max(wave[bucketCount + i] ?? 0, high)
    }
  }
  return wave
}
