import type { Bands } from './bands.ts'
import type { Palette } from './palette.ts'
import type { Scene } from './scene.ts'
import { xOfFrame } from './viewport.ts'

/** A stretch of the waveform in one pair of colours. */
type Stretch = { readonly fromX: number; readonly toX: number; readonly peak: string | CanvasGradient; readonly core: string | CanvasGradient }

/**
 * Mirrored peaks with the lighter RMS core; played part tinted, material that nobody accepted yet in its own colour. Columns are whole device
 * pixels: an outline with slanted edges costs twenty times as much to fill and looks the same.
 */
export const paintWave = (ctx: CanvasRenderingContext2D, scene: Scene, bands: Bands, palette: Palette, pixelRatio: number): void => {
  const { columns, view } = scene
  if (!columns) return
  ctx.save()
  ctx.setTransform(1, 0, 0, 1, 0, 0)
  const middle = Math.round(bands.middle * pixelRatio)
  const half = (bands.waveHeight / 2) * pixelRatio
  const shift = Math.round(columns.offset)
  for (const { fromX, toX, peak, core } of stretchesOf(scene, palette, view.widthPx)) {
    const first = Math.max(0, Math.round(fromX * pixelRatio) - shift)
    const end = Math.min(columns.max.length, Math.round(toX * pixelRatio) - shift)
    ctx.fillStyle = peak
    for (let i = first; i < end; i++) column(ctx, i + shift, middle, (columns.max[i] as number) * half, -(columns.min[i] as number) * half)
    ctx.fillStyle = core
    for (let i = first; i < end; i++) column(ctx, i + shift, middle, (columns.rms[i] as number) * half, (columns.rms[i] as number) * half)
  }
  ctx.restore()
}

/** Never lower than a hairline, so that silence is a line and not nothing. */
const column = (ctx: CanvasRenderingContext2D, x: number, middle: number, above: number, below: number): void => {
  const top = Math.max(1, Math.round(above))
  ctx.fillRect(x, middle - top, 1, top + Math.max(1, Math.round(below)))
}

const stretchesOf = (scene: Scene, palette: Palette, widthPx: number): Stretch[] => {
  const { view, fresh, playheadFrame, lengthFrames } = scene
  const startX = Math.max(0, xOfFrame(view, 0))
  const endX = Math.min(widthPx, xOfFrame(view, lengthFrames))
  const playX = xOfFrame(view, playheadFrame)
  const cuts = [startX, endX, playX, ...(fresh ? [xOfFrame(view, fresh.startFrame), xOfFrame(view, fresh.endFrame)] : [])]
    .filter((x) => x >= startX && x <= endX)
    .sort((a, b) => a - b)
  const stretches: Stretch[] = []
  for (let i = 1; i < cuts.length; i++) {
    const fromX = cuts[i - 1] ?? 0
    const toX = cuts[i] ?? 0
    if (toX - fromX < 0.01) continue
    const middleFrame = view.startFrame + ((fromX + toX) / 2) * view.framesPerPixel
    const isFresh = fresh && middleFrame >= fresh.startFrame && middleFrame < fresh.endFrame
    const isPlayed = middleFrame < playheadFrame
    if (isFresh) stretches.push({ fromX, toX, peak: palette.fresh, core: palette.freshCore })
    else if (isPlayed) stretches.push({ fromX, toX, peak: palette.played, core: palette.playedCore })
    else stretches.push({ fromX, toX, peak: palette.wave, core: palette.waveCore })
  }
  return stretches
}

/** Zoomed in so far that single samples are apart: a line with dots tells the truth better than columns. */
export const paintSamples = (
  ctx: CanvasRenderingContext2D,
  scene: Scene,
  bands: Bands,
  palette: Palette,
  sampleAt: (frame: number) => number | undefined,
): void => {
  const { view } = scene
  const first = Math.max(0, Math.floor(view.startFrame) - 1)
  const last = Math.min(scene.lengthFrames - 1, Math.ceil(view.startFrame + view.widthPx * view.framesPerPixel) + 1)
  const half = bands.waveHeight / 2
  const areDotsApart = 1 / view.framesPerPixel >= 5
  ctx.beginPath()
  let isDrawing = false
  for (let frame = first; frame <= last; frame++) {
    const value = sampleAt(frame)
    if (value === undefined) {
      isDrawing = false
      continue
    }
    const x = xOfFrame(view, frame)
    const y = bands.middle - value * half
    if (isDrawing) ctx.lineTo(x, y)
    else ctx.moveTo(x, y)
    isDrawing = true
  }
  ctx.strokeStyle = palette.waveCore
  ctx.lineWidth = 1.25
  ctx.lineJoin = 'round'
  ctx.stroke()
  if (!areDotsApart) return
  ctx.fillStyle = palette.waveCore
  for (let frame = first; frame <= last; frame++) {
    const value = sampleAt(frame)
    if (value !== undefined) ctx.fillRect(xOfFrame(view, frame) - 1.5, bands.middle - value * half - 1.5, 3, 3)
  }
}
