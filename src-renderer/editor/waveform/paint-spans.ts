import type { Span } from '../time/time-words.ts'
import type { Bands } from './bands.ts'
import { canvasFont, type Palette } from './palette.ts'
import type { Scene, SceneRegion } from './scene.ts'
import { xOfFrame } from './viewport.ts'

const OVERSCAN_PX = 2

/** Left edge and width inside the window; undefined when the span is out of sight. */
const visible = ({ view }: Scene, span: Span): { x: number; width: number; isStartSeen: boolean; isEndSeen: boolean } | undefined => {
  const fromX = xOfFrame(view, span.startFrame)
  const toX = xOfFrame(view, span.endFrame)
  if (toX < -OVERSCAN_PX || fromX > view.widthPx + OVERSCAN_PX) return undefined
  const x = Math.max(-OVERSCAN_PX, fromX)
  return { x, width: Math.min(view.widthPx + OVERSCAN_PX, toX) - x, isStartSeen: fromX >= 0, isEndSeen: toX <= view.widthPx }
}

const topOf = (bands: Bands): number => bands.waveTop - 10
const heightOf = (bands: Bands): number => bands.waveHeight + 20

/** Kept regions: quiet, named, behind the waveform. Of hundreds only those in sight cost anything. */
export const paintRegions = (ctx: CanvasRenderingContext2D, scene: Scene, bands: Bands, palette: Palette): void => {
  ctx.font = canvasFont(palette, 500, 11)
  ctx.textBaseline = 'middle'
  for (const region of scene.regions) {
    if (region.id === scene.selectedRegionId && scene.selection) continue
    const seen = visible(scene, region)
    if (!seen) continue
    const isHovered = scene.hover && 'regionId' in scene.hover && scene.hover.regionId === region.id
    ctx.fillStyle = palette.text
    ctx.globalAlpha = isHovered ? 0.1 : 0.055
    ctx.fillRect(seen.x, topOf(bands), seen.width, heightOf(bands))
    ctx.globalAlpha = isHovered ? 0.55 : 0.3
    if (seen.isStartSeen) ctx.fillRect(Math.round(seen.x), topOf(bands), 1, heightOf(bands))
    if (seen.isEndSeen) ctx.fillRect(Math.round(seen.x + seen.width) - 1, topOf(bands), 1, heightOf(bands))
    ctx.globalAlpha = 1
    paintName(ctx, region, seen.x, seen.width, bands, palette)
  }
}

const paintName = (ctx: CanvasRenderingContext2D, region: SceneRegion, x: number, width: number, bands: Bands, palette: Palette): void => {
  if (width < 28) return
  ctx.save()
  ctx.beginPath()
  ctx.rect(x, topOf(bands), width - 4, 20)
  ctx.clip()
  ctx.fillStyle = palette.textQuiet
  const words = region.prompt === '' ? region.name : `${region.name} · “${region.prompt}”`
  ctx.fillText(words, Math.max(0, x) + 7, topOf(bands) + 11)
  ctx.restore()
}

/** The bars that will change: a translucent accent band behind the waveform. */
export const paintSelection = (ctx: CanvasRenderingContext2D, scene: Scene, bands: Bands, palette: Palette): void => {
  const { selection } = scene
  const seen = selection && visible(scene, selection)
  if (!seen) return
  ctx.fillStyle = palette.accent
  ctx.globalAlpha = 0.13
  ctx.fillRect(seen.x, topOf(bands), seen.width, heightOf(bands))
  ctx.globalAlpha = 1
}

/** The edges and their grips lie over the waveform, so that they can be found on loud music. */
export const paintSelectionEdges = (ctx: CanvasRenderingContext2D, scene: Scene, bands: Bands, palette: Palette): void => {
  const seen = scene.selection && visible(scene, scene.selection)
  if (!seen) return
  ctx.fillStyle = palette.accent
  const hovered = scene.hover?.zone === 'selection-edge' || scene.hover?.zone === 'region-edge' ? scene.hover.side : undefined
  if (seen.isStartSeen) paintEdge(ctx, seen.x, bands, hovered === 'start')
  if (seen.isEndSeen) paintEdge(ctx, seen.x + seen.width, bands, hovered === 'end')
}

const paintEdge = (ctx: CanvasRenderingContext2D, x: number, bands: Bands, isHovered: boolean): void => {
  const width = isHovered ? 3 : 2
  ctx.fillRect(Math.round(x) - width / 2, topOf(bands), width, heightOf(bands))
  ctx.beginPath()
  ctx.roundRect(Math.round(x) - 3, bands.middle - 14, 6, 28, 3)
  ctx.fill()
}

/** "Bars 5–8 · 8.2 s" as a small tab on the selection. Painted after the waveform, so that it can be read on loud music. */
export const paintSelectionLabel = (ctx: CanvasRenderingContext2D, scene: Scene, bands: Bands, palette: Palette): void => {
  const seen = scene.selection && visible(scene, scene.selection)
  if (!seen || scene.selectionLabel === '') return
  ctx.font = canvasFont(palette, 600, 11)
  ctx.textBaseline = 'middle'
  const text = scene.isLooping ? `${scene.selectionLabel} · looping` : scene.selectionLabel
  const width = ctx.measureText(text).width + 14
  const x = Math.min(Math.max(2, seen.x), scene.view.widthPx - width - 2)
  ctx.fillStyle = palette.accent
  ctx.beginPath()
  ctx.roundRect(x, topOf(bands), width, 20, width > seen.width ? 4 : [0, 0, 6, 0])
  ctx.fill()
  ctx.fillStyle = palette.surface
  ctx.fillText(text, x + 7, topOf(bands) + 10.5)
  if (scene.selectionPrompt !== '') paintPrompt(ctx, scene.selectionPrompt, seen, bands, palette)
}

/** In quotation marks, cut with an ellipsis where it is too long. */
const fitted = (ctx: CanvasRenderingContext2D, prompt: string, room: number): string => {
  // no more than could ever be seen: measuring costs with the length
  let words = prompt.slice(0, 200)
  let text = `“${words}”`
  while (words !== '' && ctx.measureText(text).width > room) {
    words = words.slice(0, -1)
    text = `“${words.trimEnd()}…”`
  }
  return text
}

/** What shall change there, under the tab, on a ground of its own because loud music reaches up to it. */
const paintPrompt = (ctx: CanvasRenderingContext2D, prompt: string, seen: { x: number; width: number }, bands: Bands, palette: Palette): void => {
  const from = Math.max(0, seen.x)
  const room = seen.x + seen.width - from - 12
  if (room < 48) return
  ctx.save()
  ctx.beginPath()
  ctx.rect(from + 6, topOf(bands) + 24, room, 18)
  ctx.clip()
  ctx.font = canvasFont(palette, 500, 11)
  const words = fitted(ctx, prompt, room - 10)
  const width = ctx.measureText(words).width + 10
  ctx.fillStyle = palette.surface
  ctx.globalAlpha = 0.75
  ctx.beginPath()
  ctx.roundRect(from + 6, topOf(bands) + 24, width, 18, 4)
  ctx.fill()
  ctx.globalAlpha = 1
  ctx.fillStyle = palette.text
  ctx.fillText(words, from + 11, topOf(bands) + 33.5)
  ctx.restore()
}

/** New material that nobody accepted yet: a still glow around the bars, never a blinking one. */
export const paintFreshGlow = (ctx: CanvasRenderingContext2D, scene: Scene, bands: Bands, palette: Palette): void => {
  for (const span of scene.fresh) {
    const seen = visible(scene, span)
    if (seen) paintGlow(ctx, seen, bands, palette)
  }
}

const paintGlow = (ctx: CanvasRenderingContext2D, seen: { readonly x: number; readonly width: number }, bands: Bands, palette: Palette): void => {
  const glow = ctx.createLinearGradient(0, topOf(bands), 0, topOf(bands) + heightOf(bands))
  glow.addColorStop(0, 'transparent')
  glow.addColorStop(0.5, palette.fresh)
  glow.addColorStop(1, 'transparent')
  ctx.fillStyle = glow
  ctx.globalAlpha = 0.22
  ctx.fillRect(seen.x, topOf(bands), seen.width, heightOf(bands))
  ctx.globalAlpha = 1
  ctx.fillStyle = palette.fresh
  ctx.fillRect(seen.x, topOf(bands) + heightOf(bands) - 2, seen.width, 2)
}

/** What Extend will fill: hatched, because it does not exist yet. */
export const paintExtension = (ctx: CanvasRenderingContext2D, scene: Scene, bands: Bands, palette: Palette): void => {
  const { extension } = scene
  const seen = extension && visible(scene, extension)
  if (!seen) return
  ctx.save()
  ctx.beginPath()
  ctx.rect(seen.x, topOf(bands), seen.width, heightOf(bands))
  ctx.clip()
  ctx.fillStyle = palette.accent
  ctx.globalAlpha = 0.06
  ctx.fillRect(seen.x, topOf(bands), seen.width, heightOf(bands))
  ctx.globalAlpha = 0.28
  ctx.strokeStyle = palette.accent
  ctx.lineWidth = 1
  ctx.beginPath()
  const height = heightOf(bands)
  // anchored to the song, so that the hatching travels with it
  const shift = (((xOfFrame(scene.view, extension.startFrame) % 10) + 10) % 10) - 10
  for (let x = Math.floor(seen.x / 10) * 10 - height + shift; x < seen.x + seen.width + 10; x += 10) {
    ctx.moveTo(x, topOf(bands) + height)
    ctx.lineTo(x + height, topOf(bands))
  }
  ctx.stroke()
  ctx.restore()
  ctx.fillStyle = palette.accent
  paintEdge(ctx, extension.direction === 'after' ? seen.x + seen.width : seen.x, bands, scene.hover?.zone === 'extension-edge')
  ctx.font = canvasFont(palette, 600, 12)
  ctx.textBaseline = 'middle'
  const width = ctx.measureText(extension.label).width
  if (width + 24 > seen.width) return
  const x = seen.x + (seen.width - width) / 2
  ctx.fillStyle = palette.surface
  ctx.beginPath()
  ctx.roundRect(x - 10, bands.middle - 13, width + 20, 26, 13)
  ctx.fill()
  ctx.fillStyle = palette.accent
  ctx.fillText(extension.label, x, bands.middle + 0.5)
}
