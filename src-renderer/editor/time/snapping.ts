import type { MusicalGrid } from './musical-grid.ts'

export const SNAP_MODES = ['bar', 'beat', 'off'] as const
export type SnapMode = (typeof SNAP_MODES)[number]

/** Where a pointer may land. `endFrame` may lie beyond the song while an extension is drawn. */
export type SnapField = { readonly grid: MusicalGrid | undefined; readonly startFrame: number; readonly endFrame: number }

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** Nearest line of the grid, or the song's own first or last frame when that is nearer. `off`, or no grid: the frame itself, inside the song. */
export const snapFrame = (field: SnapField, frame: number, mode: SnapMode): number => {
  const inside = clamp(Math.round(frame), field.startFrame, field.endFrame)
  const { grid } = field
  if (mode === 'off' || !grid) return inside
  const line = mode === 'bar' ? grid.frameOfBar(Math.round(grid.barAt(inside))) : grid.frameOfBeat(Math.round(grid.beatAt(inside)))
  const candidates = [line, field.startFrame, field.endFrame].filter((at) => at >= field.startFrame && at <= field.endFrame)
  return candidates.reduce((best, at) => (Math.abs(at - inside) < Math.abs(best - inside) ? at : best), candidates[0] ?? inside)
}

/** Steps of the keyboard where there is no grid, or snapping is off. */
const FREE_STEP_SECONDS = 0.1
/** Two grid lines closer than this are the same line: rounding of frames, not a musical distance. */
const SAME_LINE_FRAMES = 2

/** The next line in a direction, never the one we stand on. Stops at the song's ends. */
export const stepFrame = (field: SnapField, frame: number, direction: -1 | 1, mode: SnapMode, sampleRateHz: number): number => {
  const { grid } = field
  if (mode === 'off' || !grid) return clamp(Math.round(frame + direction * FREE_STEP_SECONDS * sampleRateHz), field.startFrame, field.endFrame)
  const at = mode === 'bar' ? grid.barAt : grid.beatAt
  const lineOf = mode === 'bar' ? grid.frameOfBar : grid.frameOfBeat
  let line = direction > 0 ? Math.floor(at(frame)) : Math.ceil(at(frame))
  while (direction > 0 ? lineOf(line) <= frame + SAME_LINE_FRAMES : lineOf(line) >= frame - SAME_LINE_FRAMES) line += direction
  return clamp(lineOf(line), field.startFrame, field.endFrame)
}
