import type { Bands } from './bands.ts'
import type { Palette } from './palette.ts'
import type { Scene, SceneDot } from './scene.ts'
import { xOfFrame } from './viewport.ts'

const DOT_PX = 12
const STEP_PX = 20
const INSET_PX = 12
/** A dot can be hit a little beside it. */
const REACH_PX = 10

/** Below the tab and the prompt, above what floats at the bottom. */
const TOP_PX = 48

/** The middle of a dot: along the top of its bars, or at the window's edge when the bars begin before it. */
export const dotCentre = ({ view }: Scene, bands: Bands, dot: SceneDot): { readonly x: number; readonly y: number } | undefined => {
  const from = Math.max(0, xOfFrame(view, dot.startFrame))
  const to = Math.min(view.widthPx, xOfFrame(view, dot.endFrame))
  const x = from + INSET_PX + dot.place * STEP_PX
  return to - from < INSET_PX * 2 || x > Math.max(to, from + INSET_PX * 2) + 3 * STEP_PX ? undefined : { x, y: bands.waveTop + TOP_PX }
}

export const dotAt = (scene: Scene, bands: Bands, x: number, y: number): SceneDot | undefined =>
  scene.dots.find((dot) => {
    const centre = dotCentre(scene, bands, dot)
    return centre && Math.hypot(centre.x - x, centre.y - y) <= REACH_PX
  })

/** Circle, lozenge, triangle, square: the shapes of the cards in the panel. Filled when heard, else an outline. */
const trace = (ctx: CanvasRenderingContext2D, number: number, x: number, y: number): void => {
  const r = DOT_PX / 2
  ctx.beginPath()
  switch ((number - 1) % 4) {
    case 0:
      ctx.arc(x, y, r, 0, Math.PI * 2)
      break
    case 1:
      ctx.moveTo(x, y - r - 1)
      ctx.lineTo(x + r + 1, y)
      ctx.lineTo(x, y + r + 1)
      ctx.lineTo(x - r - 1, y)
      ctx.closePath()
      break
    case 2:
      ctx.moveTo(x, y - r)
      ctx.lineTo(x + r + 1, y + r - 1)
      ctx.lineTo(x - r - 1, y + r - 1)
      ctx.closePath()
      break
    default:
      ctx.roundRect(x - r + 0.5, y - r + 0.5, DOT_PX - 1, DOT_PX - 1, 2)
  }
}

export const paintDots = (ctx: CanvasRenderingContext2D, scene: Scene, bands: Bands, palette: Palette): void => {
  for (const dot of scene.dots) {
    const centre = dotCentre(scene, bands, dot)
    if (!centre) continue
    const isHovered = scene.hover?.zone === 'take-dot' && scene.hover.takeId === dot.takeId
    ctx.fillStyle = palette.surface
    ctx.globalAlpha = 0.85
    ctx.beginPath()
    ctx.arc(centre.x, centre.y, DOT_PX / 2 + 4, 0, Math.PI * 2)
    ctx.fill()
    ctx.globalAlpha = 1
    const colour = palette.takes[(dot.number - 1) % palette.takes.length] ?? palette.accent
    ctx.fillStyle = dot.isHeard ? colour : palette.surface
    ctx.strokeStyle = colour
    ctx.lineWidth = isHovered ? 2.5 : 1.75
    trace(ctx, dot.number, centre.x, centre.y)
    ctx.fill()
    ctx.stroke()
  }
}
