/**
 * How a long song is cut for a graph of a fixed length (`apply_model` of the Demucs reference): segments that overlap by a quarter, each
 * looked at with the real sound around it where it is shorter than the graph, faded over each other by triangles.
 */
export type Segment = {
  /** what the segment answers for: `length` frames from `start` */
  readonly start: number
  readonly length: number
  /** where the graph's window begins; `start - windowStart` frames of context come before */
  readonly windowStart: number
}

/** Half-open, in frames of the song; may begin before it. */
export type Stretch = { readonly start: number; readonly end: number }

export const segmentsOf = ({ start, end }: Stretch, segmentFrames: number, overlap: number): readonly Segment[] => {
  const stride = Math.trunc((1 - overlap) * segmentFrames)
  const segments: Segment[] = []
  for (let from = start; from < end; from += stride) {
    const length = Math.min(segmentFrames, end - from)
    segments.push({ start: from, length, windowStart: from - Math.floor((segmentFrames - length) / 2) })
  }
  return segments
}

/** Rises to 1 in the middle of the segment and falls again; never 0. */
export const triangle = (segmentFrames: number): Float32Array => {
  const half = Math.floor(segmentFrames / 2)
  const most = segmentFrames - half
  return Float32Array.from({ length: segmentFrames }, (_, i) => (i < half ? i + 1 : segmentFrames - i) / most)
}
