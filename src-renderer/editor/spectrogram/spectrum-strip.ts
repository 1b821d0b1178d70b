import type { Viewport } from '../waveform/viewport.ts'
import { paintStretch } from './paint-tiles.ts'
import { levelFor } from './spectrum-places.ts'
import type { SpectrumTiles } from './spectrum-tiles.ts'

/** What of a picture is new: columns [fromPx, toPx), after what was there has moved left by `byPx`; undefined: all of it. */
export type Step = { readonly byPx: number; readonly fromPx: number; readonly toPx: number }

/** @param startPx, before both left edges, device pixels from the song's beginning at one zoom */
export const stepBetween = (before: number, startPx: number, widthPx: number): Step | undefined => {
  const byPx = startPx - before
  if (Math.abs(byPx) >= widthPx) return undefined
  return byPx >= 0 ? { byPx, fromPx: widthPx - byPx, toPx: widthPx } : { byPx, fromPx: 0, toPx: -byPx }
}

type Drawn = { readonly tiles: SpectrumTiles; readonly framesPerPixel: number; readonly startPx: number }

/**
 * The spectrogram as it was last seen, in device pixels. Scrolled it is moved by whole pixels and only the strip that came into sight is drawn
 * from tiles; a playhead that moves over it draws nothing anew. Another zoom, another size or tiles that came late draw all of it.
 */
export class SpectrumStrip {
  #canvas = new OffscreenCanvas(1, 1)
  #drawn: Drawn | undefined

  draw(tiles: SpectrumTiles, { startFrame, framesPerPixel, widthPx }: Viewport, heightPx: number, pixelRatio: number): OffscreenCanvas | undefined {
    const width = Math.round(widthPx * pixelRatio)
    if (width < 1 || heightPx < 1) return undefined
    if (this.#canvas.width !== width || this.#canvas.height !== heightPx) {
      this.#canvas = new OffscreenCanvas(width, heightPx)
      this.#drawn = undefined
    }
    const ctx = this.#canvas.getContext('2d')
    if (!ctx) return undefined
    const each = framesPerPixel / pixelRatio
    const startPx = Math.round(startFrame / each)
    const same = this.#drawn?.tiles === tiles && this.#drawn.framesPerPixel === each ? this.#drawn : undefined
    const step = same && stepBetween(same.startPx, startPx, width)
    if (step && step.byPx !== 0) {
      ctx.globalCompositeOperation = 'copy'
      ctx.drawImage(this.#canvas, -step.byPx, 0)
      ctx.globalCompositeOperation = 'source-over'
    }
    const [fromPx, toPx] = step ? [step.fromPx, step.toPx] : [0, width]
    let isSharp = true
    if (toPx > fromPx) {
      ctx.save()
      ctx.beginPath()
      ctx.rect(fromPx, 0, toPx - fromPx, heightPx)
      ctx.clip()
      ctx.clearRect(fromPx, 0, toPx - fromPx, heightPx)
      ctx.imageSmoothingEnabled = true
      ctx.imageSmoothingQuality = 'low'
      const stretch = { startFrame: (startPx + fromPx) * each, framesPerPixel: each, widthPx: toPx - fromPx }
      isSharp = paintStretch(ctx, tiles, stretch, fromPx, heightPx, levelFor(tiles.head, { startFrame, framesPerPixel, widthPx }, pixelRatio))
      ctx.restore()
    }
    this.#drawn = isSharp ? { tiles, framesPerPixel: each, startPx } : undefined
    return this.#canvas
  }
}
