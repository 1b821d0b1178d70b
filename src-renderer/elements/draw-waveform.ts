import type { Size } from './observe-size.ts'

/** Extremes per bucket over the whole song, -1..1; any number of buckets. */
export type WaveShape = { readonly min: Float32Array; readonly max: Float32Array }

const BAR = 2
const GAP = 1

/** The colours come from the canvas's own `color` (unplayed) and `accent-color` (played), so that tokens stay in CSS. */
export const drawWaveform = (canvas: HTMLCanvasElement, shape: WaveShape | undefined, playedFraction: number, { width, height }: Size): void => {
  const ratio = window.devicePixelRatio || 1
  const context = canvas.getContext('2d')
  if (!context || width === 0 || height === 0) return
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  context.scale(ratio, ratio)
  const { color, accentColor } = getComputedStyle(canvas)
  const middle = height / 2
  const buckets = shape?.max.length ?? 0
  const bars = Math.floor(width / (BAR + GAP))
  for (let bar = 0; bar < bars; bar++) {
    let sum = 0
    const from = Math.floor((bar * buckets) / bars)
    const to = Math.max(from + 1, Math.floor(((bar + 1) * buckets) / bars))
    for (let i = from; i < to && shape; i++) sum += Math.max(Math.abs(shape.max[i] ?? 0), Math.abs(shape.min[i] ?? 0))
    // the mean of the peaks keeps the shape of loud, limited music, where their maximum would be a solid block
    const peak = sum / (to - from)
    const half = Math.max(0.5, Math.min(1, peak) * (middle - 1))
    context.fillStyle = bar / bars < playedFraction ? accentColor : color
    context.fillRect(bar * (BAR + GAP), middle - half, BAR, half * 2)
  }
}
