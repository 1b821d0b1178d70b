import { SPECTRUM_ROWS } from '../../../src-shared/audio/spectrum-format.ts'
import type { Span } from '../time/time-words.ts'
import { canvasFont, type Palette } from '../waveform/palette.ts'
import { endFrameOf, type Viewport, xOfFrame } from '../waveform/viewport.ts'
import { columnAt, frameOfColumn, frequencyTicks, hertzWords, levelFor, type SpectrumBand } from './spectrum-places.ts'
import { type SpectrumTiles, TILE_COLUMNS } from './spectrum-tiles.ts'

/** The tiles in sight, drawn over the coarser ones where finer ones are still on their way. */
export const paintSpectrum = (ctx: CanvasRenderingContext2D, tiles: SpectrumTiles, view: Viewport, band: SpectrumBand, pixelRatio: number): void => {
  const { head } = tiles
  const level = levelFor(head, view, pixelRatio)
  ctx.imageSmoothingEnabled = true
  ctx.imageSmoothingQuality = 'low'
  if (isWhole(tiles, view, level)) paintLevel(ctx, tiles, view, band, pixelRatio, level)
  else for (let coarse = head.levels.length - 1; coarse >= level; coarse--) paintLevel(ctx, tiles, view, band, pixelRatio, coarse)
}

type TileRange = { readonly first: number; readonly last: number; readonly fromColumn: number; readonly toColumn: number }

const tilesInSight = (tiles: SpectrumTiles, view: Viewport, level: number): TileRange => {
  const columnCount = tiles.head.levels[level]?.columnCount ?? 0
  const fromColumn = Math.max(0, columnAt(tiles.head, level, Math.max(0, view.startFrame)))
  const toColumn = Math.min(columnCount, columnAt(tiles.head, level, Math.min(tiles.head.lengthFrames, endFrameOf(view))))
  return { first: Math.floor(fromColumn / TILE_COLUMNS), last: Math.floor(Math.max(fromColumn, toColumn - 1e-6) / TILE_COLUMNS), fromColumn, toColumn }
}

const isWhole = (tiles: SpectrumTiles, view: Viewport, level: number): boolean => {
  const { first, last } = tilesInSight(tiles, view, level)
  let whole = true
  // every missing one is asked for, not only the first
  for (let index = first; index <= last; index++) whole = tiles.tile(level, index) !== undefined && whole
  return whole
}

const paintLevel = (ctx: CanvasRenderingContext2D, tiles: SpectrumTiles, view: Viewport, band: SpectrumBand, pixelRatio: number, level: number): void => {
  const { first, last, fromColumn, toColumn } = tilesInSight(tiles, view, level)
  // edges of tiles lie on whole device pixels: half a pixel would let the ground show through
  const edge = (column: number): number => Math.round(xOfFrame(view, frameOfColumn(tiles.head, level, column)) * pixelRatio) / pixelRatio
  for (let index = first; index <= last; index++) {
    const tile = tiles.tile(level, index)
    if (!tile) continue
    const start = index * TILE_COLUMNS
    const from = Math.max(fromColumn, start)
    const to = Math.min(toColumn, start + tile.columnCount)
    const [left, right] = [edge(from), edge(to)]
    if (right > left) ctx.drawImage(tile.picture, from - start, 0, to - from, SPECTRUM_ROWS, left, band.top, right - left, band.height)
  }
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
