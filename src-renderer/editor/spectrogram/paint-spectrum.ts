import type { Span } from '../time/time-words.ts'
import { canvasFont, type Palette } from '../waveform/palette.ts'
import { type Viewport, xOfFrame } from '../waveform/viewport.ts'
import { paintStretch } from './paint-tiles.ts'
import { frequencyTicks, hertzWords, levelFor, type SpectrumBand } from './spectrum-places.ts'
import { endOfPicture, type SpectrumTiles } from './spectrum-tiles.ts'

/**
 * The spectrogram of a view into its band, from the coloured tiles. Measured against keeping the last picture in a canvas and drawing only the
 * strip that came into sight: a canvas is copied on the main thread whenever another one draws it, which took 3 to 4 ms of each frame more.
 */
export const paintSpectrum = (ctx: CanvasRenderingContext2D, tiles: SpectrumTiles, view: Viewport, band: SpectrumBand, pixelRatio: number): void => {
  const { startFrame, framesPerPixel, widthPx } = view
  const stretch = { startFrame, framesPerPixel: framesPerPixel / pixelRatio, widthPx: Math.round(widthPx * pixelRatio) }
  ctx.save()
  ctx.setTransform(1, 0, 0, 1, 0, Math.round(band.top * pixelRatio))
  ctx.imageSmoothingEnabled = true
  ctx.imageSmoothingQuality = 'low'
  paintStretch(ctx, tiles, stretch, Math.round(band.height * pixelRatio), levelFor(tiles.head, view, pixelRatio))
  ctx.restore()
  endOfPicture()
}

/** A wash of colour would be lost on colours: what is not marked is dimmed instead. */
export const paintDimmed = (ctx: CanvasRenderingContext2D, view: Viewport, marked: Span, band: SpectrumBand, palette: Palette): void => {
  const fromX = Math.max(0, Math.min(view.widthPx, xOfFrame(view, marked.startFrame)))
  const toX = Math.max(fromX, Math.min(view.widthPx, xOfFrame(view, marked.endFrame)))
  ctx.globalAlpha = 0.5
  ctx.fillStyle = palette.surface
  ctx.fillRect(0, band.top, fromX, band.height)
  ctx.fillRect(toX, band.top, view.widthPx - toX, band.height)
  ctx.globalAlpha = 1
}

/** Frequencies along the left edge, over the picture. */
export const paintFrequencies = (ctx: CanvasRenderingContext2D, tiles: SpectrumTiles, view: Viewport, band: SpectrumBand, palette: Palette): void => {
  ctx.font = canvasFont(palette, 500, 11)
  ctx.textBaseline = 'middle'
  for (const { hz, y } of frequencyTicks(band, tiles.head)) {
    const words = hertzWords(hz)
    ctx.globalAlpha = 0.1
    ctx.fillStyle = palette.text
    ctx.fillRect(0, Math.round(y), view.widthPx, 1)
    ctx.globalAlpha = 0.72
    ctx.fillStyle = palette.surface
    ctx.beginPath()
    const height = 16 * palette.textScale
    ctx.roundRect(4, y - height / 2, ctx.measureText(words).width + 8, height, 3)
    ctx.fill()
    ctx.globalAlpha = 1
    ctx.fillStyle = palette.text
    ctx.fillText(words, 8, y + 0.5)
  }
}
