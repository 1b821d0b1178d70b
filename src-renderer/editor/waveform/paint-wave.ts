import type { Bands } from './bands.ts'
import type { Palette } from './palette.ts'
import type { Scene } from './scene.ts'
import { xOfFrame } from './viewport.ts'

/** A stretch of the waveform in one pair of colours. */
type Stretch = { readonly fromX: number; readonly toX: number; readonly peak: string | CanvasGradient; readonly core: string | CanvasGradient }

/** Energy over fewer frames than this says nothing: it is the sample itself, mirrored. Closer up only the wave is drawn. */
const CORE_FRAMES_PER_PIXEL = 24

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
  const isCoreTrue = view.framesPerPixel >= CORE_FRAMES_PER_PIXEL
  for (const { fromX, toX, peak, core } of stretchesOf(scene, palette, view.widthPx)) {
    const first = Math.max(0, Math.round(fromX * pixelRatio) - shift)
    const end = Math.min(columns.max.length, Math.round(toX * pixelRatio) - shift)
    ctx.fillStyle = isCoreTrue ? peak : core
    for (let i = first; i < end; i++) column(ctx, i + shift, middle - (columns.max[i] as number) * half, middle - (columns.min[i] as number) * half)
    if (!isCoreTrue) continue
    ctx.fillStyle = core
    for (let i = first; i < end; i++) column(ctx, i + shift, middle - (columns.rms[i] as number) * half, middle + (columns.rms[i] as number) * half)
  }
  ctx.restore()
}

/** Never lower than a hairline, so that silence is a line and not nothing. */
const column = (ctx: CanvasRenderingContext2D, x: number, top: number, bottom: number): void => {
  const y = Math.round(top)
  ctx.fillRect(x, y, 1, Math.max(2, Math.round(bottom) - y))
}

const stretchesOf = (scene: Scene, palette: Palette, widthPx: number): Stretch[] => {
  const { view, fresh, playheadFrame, lengthFrames } = scene
  const startX = Math.max(0, xOfFrame(view, 0))
  const endX = Math.min(widthPx, xOfFrame(view, lengthFrames))
  const playX = xOfFrame(view, playheadFrame)
  const cuts = [startX, endX, playX, ...fresh.flatMap((span) => [xOfFrame(view, span.startFrame), xOfFrame(view, span.endFrame)])]
    .filter((x) => x >= startX && x <= endX)
    .sort((a, b) => a - b)
  const stretches: Stretch[] = []
  for (let i = 1; i < cuts.length; i++) {
    const fromX = cuts[i - 1] ?? 0
    const toX = cuts[i] ?? 0
    if (toX - fromX < 0.01) continue
    const middleFrame = view.startFrame + ((fromX + toX) / 2) * view.framesPerPixel
    const isFresh = fresh.some(({ startFrame, endFrame }) => middleFrame >= startFrame && middleFrame < endFrame)
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
  const line = new Path2D()
  let isDrawing = false
  for (let frame = first; frame <= last; frame++) {
    const value = sampleAt(frame)
    if (value === undefined) {
      isDrawing = false
      continue
    }
    const x = xOfFrame(view, frame)
    const y = bands.middle - value * half
    if (isDrawing) line.lineTo(x, y)
    else line.moveTo(x, y)
    if (areDotsApart) line.rect(x - 1.25, y - 1.25, 2.5, 2.5)
    if (areDotsApart) line.moveTo(x, y)
    isDrawing = true
  }
  ctx.lineWidth = 1.5
  ctx.lineJoin = 'round'
  for (const { fromX, toX, core } of stretchesOf(scene, palette, view.widthPx)) {
    ctx.save()
    ctx.beginPath()
    ctx.rect(fromX, bands.waveTop, toX - fromX, bands.waveHeight)
    ctx.clip()
    ctx.strokeStyle = core
    ctx.stroke(line)
    ctx.restore()
  }
}
