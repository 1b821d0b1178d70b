import { markerAt } from '../markers/paint-markers.ts'
import type { Hit } from '../tools/tool.ts'
import { bandsOf, RULER_HEIGHT } from './bands.ts'
import type { Scene } from './scene.ts'
import { dotAt } from './take-dots.ts'
import { frameAtX, xOfFrame } from './viewport.ts'

/** How near (px) counts as "on the edge". */
const GRAB_PX = 6

const isNear = (x: number, edgeX: number): boolean => Math.abs(x - edgeX) <= GRAB_PX

/** What lies under a point. The marked bars win over regions, edges over bodies, the region begun last over the ones beneath. */
export const hitTest = (scene: Scene, x: number, y: number): Hit => {
  const { view, selection, regions, extension } = scene
  const frame = frameAtX(view, x)
  if (y < RULER_HEIGHT) {
    const marker = markerAt(scene, x)
    return marker ? { zone: 'marker', markerId: marker.id } : { zone: 'ruler' }
  }
  if (extension && isNear(x, xOfFrame(view, extension.direction === 'after' ? extension.endFrame : extension.startFrame))) return { zone: 'extension-edge' }
  const bands = bandsOf(scene.heightPx, scene.sections.length > 0)
  if (scene.sections.length > 0 && y < bands.waveTop) {
    const section = scene.sections.find((one) => frame >= one.startFrame && frame < one.endFrame)
    if (section) return { zone: 'section', span: { startFrame: section.startFrame, endFrame: section.endFrame } }
  }
  const dot = dotAt(scene, bands, x, y)
  if (dot) return { zone: 'take-dot', takeId: dot.takeId }
  const chosen = regions.find((region) => region.id === scene.selectedRegionId)
  if (chosen) {
    const side = edgeOf(scene, chosen, x)
    if (side) return { zone: 'region-edge', regionId: chosen.id, side }
  }
  if (selection && !chosen) {
    const side = edgeOf(scene, selection, x)
    if (side) return { zone: 'selection-edge', side }
  }
  if (selection && frame >= selection.startFrame && frame < selection.endFrame) return { zone: 'selection' }
  for (const region of regions.toReversed()) {
    const side = edgeOf(scene, region, x)
    if (side) return { zone: 'region-edge', regionId: region.id, side }
    if (frame >= region.startFrame && frame < region.endFrame) return { zone: 'region', regionId: region.id }
  }
  return { zone: 'wave' }
}

const edgeOf = ({ view }: Scene, span: { startFrame: number; endFrame: number }, x: number): 'start' | 'end' | undefined => {
  const startX = xOfFrame(view, span.startFrame)
  const endX = xOfFrame(view, span.endFrame)
  // of two edges that are both near (a narrow span) the nearer one is meant
  if (isNear(x, startX) && Math.abs(x - startX) <= Math.abs(x - endX)) return 'start'
  return isNear(x, endX) ? 'end' : undefined
}
