/**
 * The waveform of a song as the window draws it: a mipmap of min, max and RMS, computed once in a worker and kept as `cache/peaks/<sha256>.pk`.
 *
 * Level 0 has one bucket every `BASE_BUCKET_FRAMES` frames; each next level merges `LEVEL_FACTOR` buckets; the last has at most
 * `SMALLEST_LEVEL` buckets. File layout, little-endian:
 *
 *     0  u32  magic "SGPK"            16  f64  lengthFrames
 *     4  u16  version                 24  u32  levelCount
 *     6  u16  channelCount            28  u32  bytes of the whole file
 *     8  u32  sampleRateHz            32  levelCount * { u32 framesPerBucket, u32 bucketCount, u32 byteOffset, u32 reserved }
 *    12  u32  framesPerBucket of level 0
 *
 * then for each level, for each channel: min i16[bucketCount], max i16[bucketCount], rms i16[bucketCount]; 32767 = full scale.
 */

const MAGIC = 0x4b504753
const VERSION = 1
const HEADER_BYTES = 32
const LEVEL_BYTES = 16
const MOST_LEVELS = 16
/** as much of a file's beginning as `readPeaksTable` looks at */
export const PEAKS_TABLE_BYTES: number = HEADER_BYTES + MOST_LEVELS * LEVEL_BYTES
const FULL_SCALE = 32767

export const BASE_BUCKET_FRAMES = 256
export const LEVEL_FACTOR = 4
const SMALLEST_LEVEL = 512

/** Equal lengths; 16-bit, 32767 = full scale; rms is never negative. */
export type ChannelBuckets = { readonly min: Int16Array; readonly max: Int16Array; readonly rms: Int16Array }
export type PeakLevel = { readonly framesPerBucket: number; readonly bucketCount: number; readonly channels: readonly ChannelBuckets[] }
export type Peaks = { readonly sampleRateHz: number; readonly channelCount: number; readonly lengthFrames: number; readonly levels: readonly PeakLevel[] }

/** One value a pixel, linear -1..1 (rms 0..1); pixels outside the song are 0. */
export type PixelPeaks = { readonly min: Float32Array; readonly max: Float32Array; readonly rms: Float32Array }
export type SpanPeaks = {
  readonly channels: readonly PixelPeaks[]
  /** frames behind one value; when it is more than the frames of a pixel, read the PCM itself for a sharper picture */
  readonly framesPerBucket: number
}

const mergeBuckets = ({ min, max, rms }: ChannelBuckets): ChannelBuckets => {
  const count = Math.ceil(min.length / LEVEL_FACTOR)
  const merged = { min: new Int16Array(count), max: new Int16Array(count), rms: new Int16Array(count) }
  for (let i = 0; i < count; i++) {
    const end = Math.min(min.length, (i + 1) * LEVEL_FACTOR)
    let low = FULL_SCALE
    let high = -FULL_SCALE
    let energy = 0
    for (let j = i * LEVEL_FACTOR; j < end; j++) {
      low = Math.min(low, min[j] ?? 0)
      high = Math.max(high, max[j] ?? 0)
      energy += (rms[j] ?? 0) ** 2
    }
    merged.min[i] = low
    merged.max[i] = high
    merged.rms[i] = Math.round(Math.sqrt(energy / (end - i * LEVEL_FACTOR)))
  }
  return merged
}

/** All levels from level 0 (one bucket each `BASE_BUCKET_FRAMES` frames, the last may be shorter). */
export const buildPeaks = (sampleRateHz: number, lengthFrames: number, base: readonly ChannelBuckets[]): Peaks => {
  const levels: PeakLevel[] = []
  let channels = base
  let framesPerBucket = BASE_BUCKET_FRAMES
  for (;;) {
    const bucketCount = channels[0]?.min.length ?? 0
    levels.push({ framesPerBucket, bucketCount, channels })
    if (bucketCount <= SMALLEST_LEVEL) return { sampleRateHz, channelCount: base.length, lengthFrames, levels }
    channels = channels.map(mergeBuckets)
    framesPerBucket *= LEVEL_FACTOR
  }
}

export const encodePeaks = ({ sampleRateHz, channelCount, lengthFrames, levels }: Peaks): Uint8Array<ArrayBuffer> => {
  const tableEnd = HEADER_BYTES + levels.length * LEVEL_BYTES
  const size = levels.reduce((bytes, level) => bytes + level.bucketCount * channelCount * 6, tableEnd)
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint16(4, VERSION, true)
  view.setUint16(6, channelCount, true)
  view.setUint32(8, sampleRateHz, true)
  view.setUint32(12, levels[0]?.framesPerBucket ?? BASE_BUCKET_FRAMES, true)
  view.setFloat64(16, lengthFrames, true)
  view.setUint32(24, levels.length, true)
  view.setUint32(28, size, true)
  let offset = tableEnd
  levels.forEach((level, index) => {
    const entry = HEADER_BYTES + index * LEVEL_BYTES
    view.setUint32(entry, level.framesPerBucket, true)
    view.setUint32(entry + 4, level.bucketCount, true)
    view.setUint32(entry + 8, offset, true)
    for (const { min, max, rms } of level.channels) {
      for (const values of [min, max, rms]) {
        new Int16Array(bytes.buffer, offset, values.length).set(values)
        offset += values.byteLength
      }
    }
  })
  return bytes
}

export type PeaksTable = {
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly lengthFrames: number
  readonly levels: readonly { readonly framesPerBucket: number; readonly bucketCount: number; readonly byteOffset: number }[]
}

/** What stands at the beginning of a file of `fileBytes`. @returns undefined when it is not a whole file of this version (build it anew) */
export const readPeaksTable = (head: ArrayBuffer, fileBytes: number): PeaksTable | undefined => {
  if (head.byteLength < HEADER_BYTES) return undefined
  const view = new DataView(head)
  const levelCount = view.getUint32(24, true)
  const channelCount = view.getUint16(6, true)
  if (view.getUint32(0, true) !== MAGIC || view.getUint16(4, true) !== VERSION || view.getUint32(28, true) !== fileBytes) return undefined
  if (levelCount < 1 || levelCount > MOST_LEVELS || channelCount < 1 || HEADER_BYTES + levelCount * LEVEL_BYTES > Math.min(head.byteLength, fileBytes))
    return undefined
  const levels: PeaksTable['levels'][number][] = []
  for (let index = 0; index < levelCount; index++) {
    const entry = HEADER_BYTES + index * LEVEL_BYTES
    const bucketCount = view.getUint32(entry + 4, true)
    const byteOffset = view.getUint32(entry + 8, true)
    if (byteOffset % 2 !== 0 || byteOffset + bucketCount * channelCount * 6 > fileBytes) return undefined
    levels.push({ framesPerBucket: view.getUint32(entry, true), bucketCount, byteOffset })
  }
  return { sampleRateHz: view.getUint32(8, true), channelCount, lengthFrames: view.getFloat64(16, true), levels }
}

/** The arrays are views of `file`, nothing is copied. @returns undefined when the bytes are not a whole file of this version (build it anew) */
export const decodePeaks = (file: ArrayBuffer): Peaks | undefined => {
  const table = readPeaksTable(file, file.byteLength)
  if (!table) return undefined
  const { channelCount, levels, ...facts } = table
  return {
    ...facts,
    channelCount,
    levels: levels.map(({ framesPerBucket, bucketCount, byteOffset }) => {
      const part = (channel: number, which: number) => new Int16Array(file, byteOffset + (channel * 3 + which) * bucketCount * 2, bucketCount)
      const channels = Array.from({ length: channelCount }, (_, channel) => ({ min: part(channel, 0), max: part(channel, 1), rms: part(channel, 2) }))
      return { framesPerBucket, bucketCount, channels }
    }),
  }
}

/**
 * What to draw between two frames: one min, max and rms a pixel, each channel by itself. Takes the coarsest level that is still at least as
 * fine as a pixel, so the cost is O(pixels) at every zoom. Frames may lie outside the song and be fractional.
 */
export const peaksForSpan = (peaks: Peaks, fromFrame: number, toFrame: number, pixelCount: number): SpanPeaks => {
  const framesPerPixel = (toFrame - fromFrame) / pixelCount
  const fine = peaks.levels.findLast((candidate) => candidate.framesPerBucket <= framesPerPixel) ?? peaks.levels[0]
  if (!fine || !(framesPerPixel > 0)) return { channels: [], framesPerBucket: BASE_BUCKET_FRAMES }
  const { framesPerBucket, bucketCount } = fine
  const channels = fine.channels.map(({ min, max, rms }): PixelPeaks => {
    const out = { min: new Float32Array(pixelCount), max: new Float32Array(pixelCount), rms: new Float32Array(pixelCount) }
    for (let pixel = 0; pixel < pixelCount; pixel++) {
      const start = fromFrame + pixel * framesPerPixel
      if (start + framesPerPixel <= 0 || start >= peaks.lengthFrames) continue
      const first = Math.max(0, Math.floor(start / framesPerBucket))
      const isLast = start + framesPerPixel >= peaks.lengthFrames
      const end = isLast ? bucketCount : Math.min(bucketCount, Math.max(first + 1, Math.floor((start + framesPerPixel) / framesPerBucket)))
      let low = FULL_SCALE
      let high = -FULL_SCALE
      let energy = 0
      for (let i = first; i < end; i++) {
        const bottom = min[i] as number
        const top = max[i] as number
        if (bottom < low) low = bottom
        if (top > high) high = top
        energy += (rms[i] as number) ** 2
      }
      if (end <= first) continue
      out.min[pixel] = low / FULL_SCALE
      out.max[pixel] = high / FULL_SCALE
      out.rms[pixel] = Math.sqrt(energy / (end - first)) / FULL_SCALE
    }
    return out
  })
  return { channels, framesPerBucket }
}

/** Left and right drawn as one: the wider of both and the mean energy. */
export const mergeChannels = (channels: readonly PixelPeaks[]): PixelPeaks => {
  const count = channels[0]?.min.length ?? 0
  const merged = { min: new Float32Array(count), max: new Float32Array(count), rms: new Float32Array(count) }
  for (let i = 0; i < count; i++) {
    merged.min[i] = Math.min(...channels.map((channel) => channel.min[i] ?? 0))
    merged.max[i] = Math.max(...channels.map((channel) => channel.max[i] ?? 0))
    merged.rms[i] = Math.sqrt(channels.reduce((sum, channel) => sum + (channel.rms[i] ?? 0) ** 2, 0) / Math.max(1, channels.length))
  }
  return merged
}
