import { colourHex } from '../../../src-shared/project/marker-colours.ts'
import { type Bands, RULER_HEIGHT } from '../waveform/bands.ts'
import { canvasFont, type Palette } from '../waveform/palette.ts'
import type { Scene, SceneMarker } from '../waveform/scene.ts'
import { xOfFrame } from '../waveform/viewport.ts'

const FLAG_PX = 9
/** how near (px) of the flag's staff counts as on it */
const GRAB_PX = 7
const NAME_ROOM_PX = 44
/** a name must not lie over half of the song */
const MOST_LETTERS = 28

/** The marker under a point of the ruler; of two that are near the nearer one. */
export const markerAt = (scene: Scene, x: number): SceneMarker | undefined =>
  scene.markers
    .filter((marker) => Math.abs(xOfFrame(scene.view, marker.frame) - x) <= GRAB_PX)
    .toSorted((a, b) => Math.abs(xOfFrame(scene.view, a.frame) - x) - Math.abs(xOfFrame(scene.view, b.frame) - x))[0]

const shortName = (name: string): string => {
  const letters = Array.from(name)
  return letters.length > MOST_LETTERS + 1 ? `${letters.slice(0, MOST_LETTERS).join('').trimEnd()}…` : name
}

/** A thin line through the sound, a flag in the ruler, and the name where there is room for it. */
export const paintMarkers = (ctx: CanvasRenderingContext2D, scene: Scene, bands: Bands, palette: Palette): void => {
  const { view, markers } = scene
  ctx.font = canvasFont(palette, 500, 11)
  ctx.textBaseline = 'middle'
  const height = 16 * palette.textScale
  markers.forEach((marker, index) => {
    const x = Math.round(xOfFrame(view, marker.frame))
    if (x < -200 || x > view.widthPx + 2) return
    const isHovered = scene.hover?.zone === 'marker' && scene.hover.markerId === marker.id
    const isChosen = marker.id === scene.selectedMarkerId || isHovered
    const colour = marker.colour ? colourHex(marker.colour) : palette.marker
    ctx.fillStyle = colour
    ctx.globalAlpha = isChosen ? 0.95 : 0.55
    ctx.fillRect(x, RULER_HEIGHT, 1, bands.waveTop + bands.waveHeight + 10 - RULER_HEIGHT)
    ctx.globalAlpha = 1
    ctx.beginPath()
    ctx.moveTo(x, RULER_HEIGHT - FLAG_PX - 2)
    ctx.lineTo(x + FLAG_PX, RULER_HEIGHT - FLAG_PX / 2 - 2)
    ctx.lineTo(x, RULER_HEIGHT - 2)
    ctx.fill()
    ctx.fillRect(x, RULER_HEIGHT - FLAG_PX - 2, 1.5, FLAG_PX + 2)
    const next = markers[index + 1]
    const room = next ? xOfFrame(view, next.frame) - x - 8 : view.widthPx - x
    if (room < NAME_ROOM_PX && !isChosen) return
    const name = shortName(marker.name)
    const width = Math.min(Math.max(room, NAME_ROOM_PX), ctx.measureText(name).width + 10)
    ctx.save()
    ctx.globalAlpha = 0.85
    ctx.fillStyle = palette.surface
    ctx.fillRect(x + 2, bands.waveTop + bands.waveHeight - height / 2, width, height)
    ctx.globalAlpha = 1
    ctx.beginPath()
    ctx.rect(x + 2, bands.waveTop + bands.waveHeight - height / 2, width, height)
    ctx.clip()
    // names are read, so they keep the ink that every one of them can be read in
    ctx.fillStyle = palette.marker
    ctx.fillText(name, x + 6, bands.waveTop + bands.waveHeight + 0.5)
    ctx.restore()
  })
}
