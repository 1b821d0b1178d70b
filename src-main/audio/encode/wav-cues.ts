import type { Cue } from './file-tags.ts'
import { riffChunk } from './riff-chunk.ts'

const CUE_BYTES = 24

const numbers = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4)
  return bytes
}

/**
 * Places and spans of the song as WAV editors know them: a `cue ` chunk of positions, and a LIST of kind `adtl` with their names (`labl`, UTF-8)
 * and, for spans, their lengths (`ltxt`, purpose "rgn "). Places beyond the end are left out.
 */
export const wavCueChunks = (cues: readonly Cue[], sampleRateHz: number, lengthFrames: number): Uint8Array => {
  const placed = cues
    .map(({ atSeconds, untilSeconds, name }) => ({
      at: Math.round(atSeconds * sampleRateHz),
      to: untilSeconds === undefined ? undefined : Math.min(lengthFrames, Math.round(untilSeconds * sampleRateHz)),
      name,
    }))
    .filter(({ at }) => at >= 0 && at < lengthFrames)
    .toSorted((a, b) => a.at - b.at)
  if (placed.length === 0) return new Uint8Array()
  const points = Buffer.alloc(4 + placed.length * CUE_BYTES)
  points.writeUInt32LE(placed.length)
  placed.forEach(({ at }, index) => {
    const from = 4 + index * CUE_BYTES
    points.writeUInt32LE(index + 1, from)
    points.writeUInt32LE(at, from + 4)
    points.write('data', from + 8, 'latin1')
    points.writeUInt32LE(at, from + 20)
  })
  const labels = placed.map(({ name }, index) => riffChunk('labl', Buffer.concat([numbers(index + 1), Buffer.from(`${name}\0`)])))
  const spans = placed.flatMap(({ at, to }, index) =>
    to === undefined || to <= at ? [] : [riffChunk('ltxt', Buffer.concat([numbers(index + 1, to - at), Buffer.from('rgn '), numbers(0, 0)]))],
  )
  return Buffer.concat([riffChunk('cue ', points), riffChunk('LIST', Buffer.concat([Buffer.from('adtl'), ...labels, ...spans]))])
}
