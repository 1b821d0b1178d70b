/**
 * The spectrogram of a song as the window draws it: levels in dB over time and a logarithmic axis of frequency, a mipmap in time, computed
 * once in a worker and kept as `cache/spectra/<sha256>.sp`.
 *
 * One byte a cell: 0 is silence or below `FLOOR_DB`, 255 is full scale, half a decibel a step. A sine wave of amplitude 1 reads 0 dB; of
 * several channels the mean power is shown. Level 0 has a column every `hop` frames, each next level the mean power of two columns. Row 0 is
 * the lowest frequency. A column is `SPECTRUM_ROWS` bytes, a level is its columns one after the other. File layout, little-endian:
 *
 *     0  u32  magic "SGSP"            20  f64  lengthFrames
 *     4  u16  version                 28  u32  levelCount
 *     6  u16  rows                    32  f64  bytes of the whole file
 *     8  u32  sampleRateHz            40  f32  lowHz (middle of row 0)
 *    12  u32  window (frames, Hann)   44  f32  highHz (middle of the last row)
 *    16  u32  hop (frames)            48  levelCount * { u32 columnCount, u32 byteOffset }
 */

const MAGIC = 0x50534753
const VERSION = 1
const FIXED_BYTES = 48
const LEVEL_BYTES = 8
const MOST_LEVELS = 26
/** enough for the head of every file */
export const SPECTRUM_HEAD_BYTES = FIXED_BYTES + MOST_LEVELS * LEVEL_BYTES

export const SPECTRUM_ROWS = 256
export const FLOOR_DB = -127.5
const SMALLEST_LEVEL = 256
const LOWEST_HZ = 20
const HIGHEST_HZ = 20_000
/** about this long: semitones are apart from 200 Hz on, a drum is still a line */
const WINDOW_SECONDS = 0.09

/** What was computed and over which frames: shown to the reader, too. */
export type SpectrumShape = {
  readonly sampleRateHz: number
  readonly lengthFrames: number
  /** frames of the Hann window, a power of two */
  readonly window: number
  /** frames between columns; column `i` is centred on frame `i * hop` */
  readonly hop: number
  readonly lowHz: number
  readonly highHz: number
}
export type SpectrumHead = SpectrumShape & { readonly levels: readonly { readonly columnCount: number; readonly byteOffset: number }[]; readonly size: number }

export const spectrumShape = (sampleRateHz: number, lengthFrames: number): SpectrumShape => {
  const window = Math.max(256, 2 ** Math.round(Math.log2(WINDOW_SECONDS * sampleRateHz)))
  return { sampleRateHz, lengthFrames, window, hop: window / 4, lowHz: LOWEST_HZ, highHz: Math.min(HIGHEST_HZ, sampleRateHz / 2) }
}

export const columnCountOf = ({ lengthFrames, hop }: SpectrumShape): number => Math.max(1, Math.ceil(lengthFrames / hop))

/** Fractional row of a frequency, 0 at `lowHz`; outside 0..rows - 1 where it is not shown. */
export const rowOfHz = ({ lowHz, highHz }: Pick<SpectrumShape, 'lowHz' | 'highHz'>, hz: number): number =>
  (Math.log(hz / lowHz) / Math.log(highHz / lowHz)) * (SPECTRUM_ROWS - 1)
export const hzOfRow = ({ lowHz, highHz }: Pick<SpectrumShape, 'lowHz' | 'highHz'>, row: number): number =>
  lowHz * (highHz / lowHz) ** (row / (SPECTRUM_ROWS - 1))

export const byteOfDb = (db: number): number => Math.max(0, Math.min(255, Math.round(255 + 2 * db)))
export const dbOfByte = (byte: number): number => (byte - 255) / 2

/** power of a byte, and the byte of a power, without a logarithm a cell */
const POWERS = Float64Array.from({ length: 256 }, (_, byte) => (byte === 0 ? 0 : 10 ** (dbOfByte(byte) / 10)))
const meanOf = (a: number, b: number): number => {
  if (a === b) return a
  // of two that lie 12 dB or more apart the louder one less 3 dB is the mean
  if (Math.abs(a - b) >= 24) return Math.max(0, Math.max(a, b) - 6)
  return byteOfDb(10 * Math.log10(((POWERS[a] as number) + (POWERS[b] as number)) / 2))
}
const MEANS = Uint8Array.from({ length: 65_536 }, (_, pair) => meanOf(pair >> 8, pair & 255))

/** Half as many columns: each the mean power of two; a last odd one stays as it is. */
export const halveColumns = (columns: Uint8Array): Uint8Array<ArrayBuffer> => {
  const count = columns.length / SPECTRUM_ROWS
  const out = new Uint8Array(Math.ceil(count / 2) * SPECTRUM_ROWS)
  for (let i = 0; i * 2 < count; i++) {
    const from = i * 2 * SPECTRUM_ROWS
    const other = i * 2 + 1 < count ? from + SPECTRUM_ROWS : from
    for (let row = 0; row < SPECTRUM_ROWS; row++)
      out[i * SPECTRUM_ROWS + row] = MEANS[((columns[from + row] as number) << 8) | (columns[other + row] as number)] as number
  }
  return out
}

/** The head and each level, ready to be written one after the other. */
export const encodeSpectrum = (shape: SpectrumShape, base: Uint8Array): Uint8Array[] => {
  const levels = [base]
  for (let last = base; last.length / SPECTRUM_ROWS > SMALLEST_LEVEL && levels.length < MOST_LEVELS; levels.push(last)) last = halveColumns(last)
  const head = new Uint8Array(SPECTRUM_HEAD_BYTES)
  const view = new DataView(head.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint16(4, VERSION, true)
  view.setUint16(6, SPECTRUM_ROWS, true)
  view.setUint32(8, shape.sampleRateHz, true)
  view.setUint32(12, shape.window, true)
  view.setUint32(16, shape.hop, true)
  view.setFloat64(20, shape.lengthFrames, true)
  view.setUint32(28, levels.length, true)
  view.setFloat32(40, shape.lowHz, true)
  view.setFloat32(44, shape.highHz, true)
  let offset = SPECTRUM_HEAD_BYTES
  levels.forEach((level, index) => {
    view.setUint32(FIXED_BYTES + index * LEVEL_BYTES, level.length / SPECTRUM_ROWS, true)
    view.setUint32(FIXED_BYTES + index * LEVEL_BYTES + 4, offset, true)
    offset += level.length
  })
  view.setFloat64(32, offset, true)
  return [head, ...levels]
}

/** @returns undefined when the bytes are no head of this version, or one whose levels do not fill the file (build it anew) */
export const decodeSpectrumHead = (bytes: Uint8Array): SpectrumHead | undefined => {
  if (bytes.length < SPECTRUM_HEAD_BYTES) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== MAGIC || view.getUint16(4, true) !== VERSION || view.getUint16(6, true) !== SPECTRUM_ROWS) return undefined
  const levelCount = view.getUint32(28, true)
  if (levelCount < 1 || levelCount > MOST_LEVELS) return undefined
  const size = view.getFloat64(32, true)
  const levels = Array.from({ length: levelCount }, (_, index) => ({
    columnCount: view.getUint32(FIXED_BYTES + index * LEVEL_BYTES, true),
    byteOffset: view.getUint32(FIXED_BYTES + index * LEVEL_BYTES + 4, true),
  }))
  const last = levels.at(-1)
  if (!last || last.byteOffset + last.columnCount * SPECTRUM_ROWS !== size) return undefined
  return {
    sampleRateHz: view.getUint32(8, true),
    window: view.getUint32(12, true),
    hop: view.getUint32(16, true),
    lengthFrames: view.getFloat64(20, true),
    lowHz: view.getFloat32(40, true),
    highHz: view.getFloat32(44, true),
    levels,
    size,
  }
}
