/** A stretch of a recording that is described by itself. */
export type Segment = { readonly fromSeconds: number; readonly toSeconds: number }

/** what CLAP hears at once */
export const SEGMENT_SECONDS = 10
/** a rest shorter than this says nothing new */
const SHORTEST_REST_SECONDS = 2
/** more than ten minutes are described by samples of them */
const MOST_SEGMENTS = 60

/** Ten seconds each, one after another from the beginning; the last one ends with the recording. Always the same for the same length. */
export const segmentsOf = (seconds: number, fromSeconds = 0): readonly Segment[] => {
  if (seconds <= SEGMENT_SECONDS) return seconds > 0 ? [{ fromSeconds, toSeconds: fromSeconds + seconds }] : []
  const starts = Array.from({ length: Math.floor(seconds / SEGMENT_SECONDS) }, (_, i) => i * SEGMENT_SECONDS)
  if (seconds % SEGMENT_SECONDS >= SHORTEST_REST_SECONDS) starts.push(seconds - SEGMENT_SECONDS)
  const kept =
    starts.length <= MOST_SEGMENTS ? starts : Array.from({ length: MOST_SEGMENTS }, (_, i) => starts[Math.floor((i * starts.length) / MOST_SEGMENTS)] as number)
  return kept.map((start) => ({ fromSeconds: fromSeconds + start, toSeconds: fromSeconds + start + SEGMENT_SECONDS }))
}

/** The mean direction of some vectors, length 1; all zero where there are none. */
export const meanDirection = (vectors: readonly Float32Array[], size: number): Float32Array => {
  const mean = new Float32Array(size)
  for (const vector of vectors) for (let i = 0; i < size; i++) mean[i] = (mean[i] as number) + (vector[i] as number)
  return toLengthOne(mean)
}

export const toLengthOne = (vector: Float32Array): Float32Array => {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return length > 0 ? vector.map((value) => value / length) : vector
}
