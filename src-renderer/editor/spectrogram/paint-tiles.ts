import { SPECTRUM_ROWS } from '../../../src-shared/audio/spectrum-format.ts'
import { endFrameOf, type Viewport, xOfFrame } from '../waveform/viewport.ts'
import { columnAt, frameOfColumn } from './spectrum-places.ts'
import { type SpectrumTiles, TILE_COLUMNS } from './spectrum-tiles.ts'

/** Some columns of the picture in device pixels: `startFrame` is at its left edge. */
type Stretch = Viewport

type TileRange = { readonly first: number; readonly last: number; readonly fromColumn: number; readonly toColumn: number }

const tilesInSight = (tiles: SpectrumTiles, view: Stretch, level: number): TileRange => {
  const columnCount = tiles.head.levels[level]?.columnCount ?? 0
  const fromColumn = Math.max(0, columnAt(tiles.head, level, Math.max(0, view.startFrame)))
  const toColumn = Math.min(columnCount, columnAt(tiles.head, level, Math.min(tiles.head.lengthFrames, endFrameOf(view))))
  return { first: Math.floor(fromColumn / TILE_COLUMNS), last: Math.floor(Math.max(fromColumn, toColumn - 1e-6) / TILE_COLUMNS), fromColumn, toColumn }
}

const isWhole = (tiles: SpectrumTiles, view: Stretch, level: number): boolean => {
  const { first, last } = tilesInSight(tiles, view, level)
  let whole = true
  // every missing one is asked for, not only the first
  for (let index = first; index <= last; index++) whole = tiles.tile(level, index) !== undefined && whole
  return whole
}

const paintLevel = (ctx: CanvasRenderingContext2D, tiles: SpectrumTiles, view: Stretch, heightPx: number, level: number): void => {
  const { first, last, fromColumn, toColumn } = tilesInSight(tiles, view, level)
  // edges of tiles lie on whole device pixels: half a pixel would let the ground show through
  const edge = (column: number): number => Math.round(xOfFrame(view, frameOfColumn(tiles.head, level, column)))
  for (let index = first; index <= last; index++) {
    const tile = tiles.tile(level, index)
    if (!tile) continue
    const start = index * TILE_COLUMNS
    const from = Math.max(fromColumn, start)
    const to = Math.min(toColumn, start + tile.columnCount)
    const [left, right] = [edge(from), edge(to)]
    if (right > left) ctx.drawImage(tile.picture, from - start, 0, to - from, SPECTRUM_ROWS, left, 0, right - left, heightPx)
  }
}

/** A stretch of tiles, over the coarser ones where finer ones are still on their way. `ctx` is in device pixels, its origin at the stretch's top left. */
export const paintStretch = (ctx: CanvasRenderingContext2D, tiles: SpectrumTiles, view: Stretch, heightPx: number, level: number): void => {
  const whole = isWhole(tiles, view, level)
  for (let coarse = whole ? level : tiles.head.levels.length - 1; coarse >= level; coarse--) paintLevel(ctx, tiles, view, heightPx, coarse)
}
