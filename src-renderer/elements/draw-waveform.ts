import type { Size } from './observe-size.ts'
import { barsOf, type WaveShape } from './wave-bars.ts'

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
  const bars = barsOf(shape, Math.floor(width / (BAR + GAP)))
  for (const [bar, peak] of bars.entries()) {
    const half = Math.max(0.5, peak * (middle - 1))
    context.fillStyle = bar / bars.length < playedFraction ? accentColor : color
    context.fillRect(bar * (BAR + GAP), middle - half, BAR, half * 2)
  }
}
