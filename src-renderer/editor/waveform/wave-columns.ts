import { type Peaks, peaksForSpan } from '../../../src-shared/audio/peaks-format.ts'
import type { Viewport } from './viewport.ts'

/** One value a device pixel, channels merged; linear -1..1 (rms 0..1). `offset` is where column 0 begins, in columns (-1..0]. */
export type WaveColumns = { readonly min: Float32Array; readonly max: Float32Array; readonly rms: Float32Array; readonly offset: number }

/** Samples of one channel count, ready in memory, or undefined where they have not arrived. */
export type SampleWindow = { readonly channels: readonly Float32Array[]; readonly startFrame: number }
export type SampleSource = (frame: number) => SampleWindow | undefined

/**
 * Columns lie on a lattice fixed to the song, not to the window's edge: while panning the same frames always share a column, so the
 * picture slides instead of shimmering.
 */
const latticeOf = (view: Viewport, pixelRatio: number): { framesPerColumn: number; first: number; count: number; offset: number } => {
  const framesPerColumn = view.framesPerPixel / pixelRatio
  const exact = view.startFrame / framesPerColumn
  const first = Math.floor(exact)
  return { framesPerColumn, first, count: Math.ceil(view.widthPx * pixelRatio) + 1, offset: first - exact }
}

/** From the mipmap: O(pixels) at every zoom. */
export const columnsFromPeaks = (peaks: Peaks, view: Viewport, pixelRatio: number): WaveColumns => {
  const { framesPerColumn, first, count, offset } = latticeOf(view, pixelRatio)
  const { channels } = peaksForSpan(peaks, first * framesPerColumn, (first + count) * framesPerColumn, count)
  const [left, ...others] = channels
  if (!left) return { min: new Float32Array(count), max: new Float32Array(count), rms: new Float32Array(count), offset }
  for (const other of others) {
    for (let i = 0; i < count; i++) {
      left.min[i] = Math.min(left.min[i] as number, other.min[i] as number)
      left.max[i] = Math.max(left.max[i] as number, other.max[i] as number)
      left.rms[i] = Math.max(left.rms[i] as number, other.rms[i] as number)
    }
  }
  return { ...left, offset }
}

/**
 * From the samples themselves, for zooms finer than the mipmap. Columns whose samples have not arrived keep what `rough` says.
 * Cost: every visible sample once, a few hundred thousand at most.
 */
export const columnsFromSamples = (samplesAt: SampleSource, rough: WaveColumns, view: Viewport, pixelRatio: number): WaveColumns => {
  const { framesPerColumn, first, count, offset } = latticeOf(view, pixelRatio)
  const fine: WaveColumns = { min: rough.min.slice(), max: rough.max.slice(), rms: rough.rms.slice(), offset }
  for (let column = 0; column < count; column++) {
    const from = Math.floor((first + column) * framesPerColumn)
    const to = Math.max(from + 1, Math.floor((first + column + 1) * framesPerColumn))
    const window = from < 0 ? undefined : samplesAt(from)
    if (!window) continue
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    let energy = 0
    let counted = 0
    for (const samples of window.channels) {
      const start = from - window.startFrame
      const end = Math.min(samples.length, to - window.startFrame)
      for (let i = start; i < end; i++) {
        const value = samples[i] as number
        if (value < low) low = value
        if (value > high) high = value
        energy += value * value
        counted += 1
      }
    }
    if (counted === 0) continue
    fine.min[column] = low
    fine.max[column] = high
    fine.rms[column] = Math.sqrt(energy / counted)
  }
  return fine
}
