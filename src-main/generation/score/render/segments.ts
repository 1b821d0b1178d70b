import { GAIN_BLOCK } from '../../../../src-shared/dsp/limiter.ts'
import type { Premaster } from './master.ts'
import { SAMPLE_RATE_HZ } from './render-score.ts'
import { SPAN_BLOCK } from './stretch.ts'

/**
 * A song is always rendered in the same segments, whatever the number of threads, so that the bytes do not depend on the machine.
 * Each segment warms up on the sound before it and runs a little into the next one, where the two are joined by a short fade: they differ
 * there by what the warm-up could not know, some 70 dB below the music.
 */
export type Segment = { readonly index: number; readonly fromFrame: number; readonly toFrame: number }

const SEGMENT_FRAMES = Math.floor((40 * SAMPLE_RATE_HZ) / SPAN_BLOCK) * SPAN_BLOCK
/** A last piece shorter than this joins the segment before it. */
const SHORTEST_FRAMES = SEGMENT_FRAMES / 3
export const JOIN_FRAMES = SPAN_BLOCK * 5

export const segmentsOf = (lengthFrames: number): readonly Segment[] => {
  const count = Math.max(1, Math.floor((lengthFrames - SHORTEST_FRAMES) / SEGMENT_FRAMES) + 1)
  return Array.from({ length: count }, (_, index) => ({
    index,
    fromFrame: index * SEGMENT_FRAMES,
    toFrame: index === count - 1 ? lengthFrames : Math.min(lengthFrames, (index + 1) * SEGMENT_FRAMES + JOIN_FRAMES),
  }))
}

/** One segment's mix with its meters. `left` and `right` begin at `fromFrame`. */
export type SegmentSound = Segment & Pick<Premaster, 'left' | 'right' | 'energies' | 'peaks'>

/** Joins all segments (sorted by time) to the whole mix. A single segment is not copied. */
export const joinSegments = (segments: readonly SegmentSound[], lengthFrames: number): Premaster => {
  const only = segments.length === 1 ? segments[0] : undefined
  if (only) return { ...only, lengthFrames }
  const blocks = Math.ceil(lengthFrames / GAIN_BLOCK)
  const whole = {
    left: new Float32Array(lengthFrames),
    right: new Float32Array(lengthFrames),
    energies: new Float64Array(blocks),
    peaks: new Float32Array(blocks),
  }
  for (const segment of segments) {
    const isFirst = segment.fromFrame === 0
    for (const side of ['left', 'right'] as const) {
      const from = segment[side]
      const to = whole[side]
      const fade = isFirst ? 0 : JOIN_FRAMES
      for (let i = 0; i < fade; i++) {
        const weight = (i + 0.5) / fade
        to[segment.fromFrame + i] = (to[segment.fromFrame + i] as number) * (1 - weight) + (from[i] as number) * weight
      }
      to.set(from.subarray(fade), segment.fromFrame + fade)
    }
    const firstBlock = segment.fromFrame / GAIN_BLOCK
    for (const [i, peak] of segment.peaks.entries()) whole.peaks[firstBlock + i] = Math.max(whole.peaks[firstBlock + i] ?? 0, peak)
    whole.energies.set(segment.energies, firstBlock)
  }
  return { ...whole, lengthFrames }
}
