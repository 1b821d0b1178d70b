import { type Bands, RULER_HEIGHT, SECTIONS_HEIGHT } from './bands.ts'
import { clockLines, type GridLine, musicalLines, snapLines } from './grid-lines.ts'
import { canvasFont, type Palette } from './palette.ts'
import type { Scene } from './scene.ts'
import { xOfFrame } from './viewport.ts'

/** Hairlines sit on half pixels, else they blur over two. */
const crisp = (x: number): number => Math.round(x) + 0.5

/** Bars and beats; where fewer than two of them are in sight (or the song has none) the clock says where we are. */
export const linesOf = ({ view, grid, snap, sampleRateHz, lengthFrames }: Scene): GridLine[] => {
  const musical = grid ? [...musicalLines(view, grid, lengthFrames), ...snapLines(view, grid, snap, lengthFrames)] : []
  if (musical.filter((line) => line.label && line.x >= 0).length >= 2) return musical
  return [...musical, ...clockLines(view, sampleRateHz, lengthFrames).map((line): GridLine => (grid ? { ...line, kind: 'beat' } : line))]
}

const SOLID: number[] = []
const SNAP_DASH = [2, 4]

/** Bar and beat lines, and the finer ones that edges hold on to, behind the waveform. */
export const paintGrid = (ctx: CanvasRenderingContext2D, lines: readonly GridLine[], bands: Bands, palette: Palette): void => {
  ctx.strokeStyle = palette.line
  ctx.lineWidth = 1
  for (const { x, kind, weight } of lines) {
    ctx.globalAlpha = kind === 'bar' ? 0.14 + 0.36 * weight : (kind === 'beat' ? 0.22 : 0.13) * weight
    // a quieter kind is dotted, too: told apart without comparing greys
    ctx.setLineDash(kind === 'snap' ? SNAP_DASH : SOLID)
    ctx.beginPath()
    ctx.moveTo(crisp(x), bands.waveTop - 10)
    ctx.lineTo(crisp(x), bands.waveTop + bands.waveHeight + 10)
    ctx.stroke()
  }
  ctx.setLineDash(SOLID)
  ctx.globalAlpha = 1
}

/** Bar numbers with their ticks, above everything. */
export const paintRuler = (ctx: CanvasRenderingContext2D, scene: Scene, lines: readonly GridLine[], palette: Palette): void => {
  ctx.fillStyle = palette.surface
  ctx.fillRect(0, 0, scene.view.widthPx, RULER_HEIGHT)
  ctx.font = canvasFont(palette, 500, 11)
  ctx.textBaseline = 'middle'
  for (const { x, kind, label, weight } of lines) {
    const height = label && kind === 'bar' ? 8 : kind === 'snap' ? 2 : 4
    ctx.globalAlpha = label ? 0.9 : 0.35 + 0.3 * weight
    ctx.fillStyle = palette.line
    ctx.fillRect(Math.round(x), RULER_HEIGHT - height, 1, height)
    if (!label) continue
    ctx.globalAlpha = 1
    ctx.fillStyle = kind === 'bar' ? palette.text : palette.textQuiet
    ctx.fillText(label, Math.round(x) + 5, RULER_HEIGHT / 2)
  }
  ctx.globalAlpha = 0.6
  ctx.fillStyle = palette.line
  ctx.fillRect(0, RULER_HEIGHT - 1, scene.view.widthPx, 1)
  ctx.globalAlpha = 1
  if (!scene.loop) return
  const fromX = xOfFrame(scene.view, scene.loop.startFrame)
  ctx.fillStyle = palette.accent
  ctx.fillRect(fromX, RULER_HEIGHT - 3, xOfFrame(scene.view, scene.loop.endFrame) - fromX, 3)
}

/** Named parts of the song: a soft band under the ruler and the faintest wash behind the waveform. Equal letters share a hue. */
export const paintSections = (ctx: CanvasRenderingContext2D, scene: Scene, bands: Bands, palette: Palette): void => {
  const { view } = scene
  ctx.font = canvasFont(palette, 500, 12)
  ctx.textBaseline = 'middle'
  for (const section of scene.sections) {
    const fromX = xOfFrame(view, section.startFrame)
    const toX = xOfFrame(view, section.endFrame)
    if (toX <= 0 || fromX >= view.widthPx) continue
    const left = Math.max(0, fromX)
    const width = Math.min(view.widthPx, toX) - left
    ctx.fillStyle = palette.sections[section.hue % palette.sections.length] ?? palette.line
    ctx.globalAlpha = 0.26
    ctx.fillRect(left + 1, bands.sectionsTop + 2, Math.max(0, width - 1), SECTIONS_HEIGHT - 4)
    ctx.globalAlpha = 0.035
    ctx.fillRect(left, bands.sectionsTop + SECTIONS_HEIGHT, width, bands.waveHeight + 20)
    ctx.globalAlpha = 1
    if (width < 18) continue
    ctx.save()
    ctx.beginPath()
    ctx.rect(left, bands.sectionsTop, width - 4, SECTIONS_HEIGHT)
    ctx.clip()
    ctx.fillStyle = palette.text
    ctx.fillText(section.name, left + 7, bands.sectionsTop + SECTIONS_HEIGHT / 2 + 0.5)
    ctx.restore()
  }
}
