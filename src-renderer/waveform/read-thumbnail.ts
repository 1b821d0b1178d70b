import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { peaksUrl } from '../bridge/media-urls.ts'
import type { WaveShape } from '../elements/index.ts'

const FULL_SCALE = 32767
/** header and table of at most 16 levels, see src-shared/audio/peaks-format.ts */
const TABLE_BYTES = 32 + 16 * 16

const readRange = async (url: string, from: number, byteCount: number): Promise<ArrayBuffer | undefined> => {
  const response = await fetch(url, { headers: { range: `bytes=${from}-${from + byteCount - 1}` } }).catch(() => undefined)
  return response?.ok ? response.arrayBuffer() : undefined
}

/** The coarsest level of a peaks file (at most 512 buckets), read by two small ranges. undefined: there are no peaks to read. */
export const readThumbnail = async (audioSha256: Sha256): Promise<WaveShape | undefined> => {
  const url = peaksUrl(audioSha256)
  const head = await readRange(url, 0, TABLE_BYTES)
  if (!head || head.byteLength < 48) return undefined
  const view = new DataView(head)
  const levelCount = view.getUint32(24, true)
  const channelCount = view.getUint16(6, true)
  const entry = 32 + (levelCount - 1) * 16
  if (levelCount < 1 || entry + 16 > head.byteLength) return undefined
  const bucketCount = view.getUint32(entry + 4, true)
  const body = await readRange(url, view.getUint32(entry + 8, true), bucketCount * channelCount * 6)
  if (!body || body.byteLength < bucketCount * channelCount * 6) return undefined
  const min = new Float32Array(bucketCount)
  const max = new Float32Array(bucketCount)
  for (let channel = 0; channel < channelCount; channel++) {
    const lows = new Int16Array(body, channel * bucketCount * 6, bucketCount)
    const highs = new Int16Array(body, channel * bucketCount * 6 + bucketCount * 2, bucketCount)
    for (let i = 0; i < bucketCount; i++) {
      min[i] = Math.min(min[i] ?? 0, (lows[i] ?? 0) / FULL_SCALE)
      max[i] = Math.max(max[i] ?? 0, (highs[i] ?? 0) / FULL_SCALE)
    }
  }
  return { min, max }
}
