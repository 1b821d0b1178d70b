import type { WavReader } from '../audio/index.ts'

/** A place counts as on a beat when it rounds to it: a sample or two of rounding in the engine, never an audible distance. */
const ON_BEAT_SECONDS = 0.001
/** How far a seam may move to find a zero crossing. */
const SEARCH_SECONDS = 0.004

export const isOnBeat = (frame: number, beatFrames: readonly number[], sampleRateHz: number): boolean =>
  beatFrames.some((beat) => Math.abs(beat - frame) <= ON_BEAT_SECONDS * sampleRateHz)

/**
 * The nearest frame where the song's mono sum crosses zero; the frame itself where there is none close by.
 * `room` bounds the move to both sides (frames).
 */
export const nearestZeroCrossing = async (song: WavReader, frame: number, room: { readonly before: number; readonly after: number }): Promise<number> => {
  const reach = Math.round(SEARCH_SECONDS * song.layout.sampleRateHz)
  const from = Math.max(1, frame - Math.min(reach, room.before))
  const to = Math.min(song.layout.lengthFrames, frame + Math.min(reach, room.after))
  if (to <= from) return frame
  const channels = await song.read(from - 1, to)
  const sumAt = (i: number): number => channels.reduce((sum, samples) => sum + (samples[i] ?? 0), 0)
  let best = frame
  let distance = Number.POSITIVE_INFINITY
  for (let i = 1; i < to - from + 1; i++) {
    const isCrossing = sumAt(i - 1) <= 0 !== sumAt(i) <= 0
    const away = Math.abs(from - 1 + i - frame)
    if (isCrossing && away < distance) {
      best = from - 1 + i
      distance = away
    }
  }
  return best
}
