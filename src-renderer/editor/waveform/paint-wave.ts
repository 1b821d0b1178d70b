import type { Bands } from './bands.ts'
import type { Palette } from './palette.ts'
import type { Scene } from './scene.ts'
import { xOfFrame } from './viewport.ts'
import type { WaveColumns } from './wave-columns.ts'

/** A stretch of the waveform in one pair of colours. */
type Stretch = { readonly fromX: number; readonly toX: number; readonly peak: string | CanvasGradient; readonly core: string | CanvasGradient }

/** Mirrored peaks with the lighter RMS core; played part tinted, material that nobody accepted yet in its own colour. */
export const paintWave = (ctx: CanvasRenderingContext2D, scene: Scene, bands: Bands, palette: Palette, pixelRatio: number): void => {
  const { columns, view } = scene
  if (!columns) return
  const half = bands.waveHeight / 2
  const peakPath = outline(columns.max, columns.min, columns.offset, pixelRatio, bands.middle, half)
  const corePath = outline(columns.rms, undefined, columns.offset, pixelRatio, bands.middle, half)
  for (const { fromX, toX, peak, core } of stretchesOf(scene, palette, view.widthPx)) {
    ctx.save()
    ctx.beginPath()
    ctx.rect(fromX, bands.waveTop - 1, toX - fromX, bands.waveHeight + 2)
    ctx.clip()
    ctx.fillStyle = peak
    ctx.fill(peakPath)
    ctx.fillStyle = core
    ctx.fill(corePath)
    ctx.restore()
  }
}

/** Closed outline over all columns; without `low` it is mirrored. Never thinner than a hairline, so silence is a line and not nothing. */
const outline = (high: WaveColumns['max'], low: WaveColumns['min'] | undefined, offset: number, pixelRatio: number, middle: number, half: number): Path2D => {
  const path = new Path2D()
  const count = high.length
  for (let i = 0; i < count; i++) path.lineTo((i + offset + 0.5) / pixelRatio, middle - Math.max(0.5, (high[i] as number) * half))
  for (let i = count - 1; i >= 0; i--) {
    const depth = low ? -(low[i] as number) : (high[i] as number)
    path.lineTo((i + offset + 0.5) / pixelRatio, middle + Math.max(0.5, depth * half))
  }
  path.closePath()
  return path
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
