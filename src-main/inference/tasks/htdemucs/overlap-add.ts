import { type Segment, triangle } from './segments.ts'

/** One Float32Array a channel. */
export type Channels = readonly Float32Array[]

/** Sound that no later segment changes: `voices` × channels from frame `start`. The arrays are valid until the next call. */
export type FinishedPiece = { readonly start: number; readonly frames: number; readonly voices: readonly Channels[] }

/**
 * Fades segments over each other and gives out each frame as soon as it is final, so that only one segment of each voice is in memory.
 *
 * `add` them in order, `flush` at the end.
 */
export const createOverlapAdd = (voiceCount: number, channelCount: number, segmentFrames: number) => {
  const weight = triangle(segmentFrames)
  const sums = Array.from({ length: voiceCount }, () => Array.from({ length: channelCount }, () => new Float32Array(segmentFrames)))
  const weights = new Float32Array(segmentFrames)
  let start = 0
  let end = 0

  const take = (frames: number): FinishedPiece => {
    const voices = sums.map((channels) =>
      channels.map((sum) => {
        const piece = sum.slice(0, frames)
        for (let i = 0; i < frames; i++) piece[i] = (piece[i] as number) / (weights[i] as number)
        sum.copyWithin(0, frames)
        sum.fill(0, segmentFrames - frames)
        return piece
      }),
    )
    weights.copyWithin(0, frames)
    weights.fill(0, segmentFrames - frames)
    const piece = { start, frames, voices }
    start += frames
    return piece
  }

  return {
    /**
     * @param voices the segment's own sound: begins at `offset` of each array
     * @returns what came before the segment and is final now
     */
    add({ start: from, length }: Segment, voices: readonly Channels[], offset: number): FinishedPiece | undefined {
      if (end === 0) start = from
      const finished = from > start ? take(from - start) : undefined
      voices.forEach((channels, voice) => {
        channels.forEach((samples, channel) => {
          const sum = sums[voice]?.[channel]
          if (!sum) throw new RangeError(`voice ${voice}, channel ${channel}`)
          for (let i = 0; i < length; i++) sum[i] = (sum[i] as number) + (weight[i] as number) * (samples[offset + i] as number)
        })
      })
      for (let i = 0; i < length; i++) weights[i] = (weights[i] as number) + (weight[i] as number)
      end = Math.max(end, from + length)
      return finished
    },
    flush: (): FinishedPiece | undefined => (end > start ? take(end - start) : undefined),
  }
}
