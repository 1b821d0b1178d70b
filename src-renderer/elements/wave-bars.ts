/** Extremes per bucket over the whole song, -1..1; any number of buckets. */
export type WaveShape = { readonly min: Float32Array; readonly max: Float32Array }

/** Heights of bars over a whole song, 0..1. The mean of the peaks keeps the shape of loud, limited music, where their maximum would be a solid block. */
export const barsOf = (shape: WaveShape | undefined, count: number): number[] => {
  const buckets = shape?.max.length ?? 0
  return Array.from({ length: count }, (_, bar) => {
    let sum = 0
    const from = Math.floor((bar * buckets) / count)
    const to = Math.max(from + 1, Math.floor(((bar + 1) * buckets) / count))
    for (let i = from; i < to && shape; i++) sum += Math.max(Math.abs(shape.max[i] ?? 0), Math.abs(shape.min[i] ?? 0))
    return Math.min(1, sum / (to - from))
  })
}
