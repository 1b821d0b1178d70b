import type { SnapMode } from '../../../src-shared/settings/snap-modes.ts'
import type { MusicalGrid } from './musical-grid.ts'

/** Where a pointer may land. `endFrame` may lie beyond the song while an extension is drawn. */
export type SnapField = {
  readonly grid: MusicalGrid | undefined
  readonly startFrame: number
  readonly endFrame: number
  /** undefined where there is none within reach, or the samples are not read yet */
  readonly zeroCrossingNear?: (frame: number) => number | undefined
}
type MusicalMode = Exclude<SnapMode, 'zero' | 'off'>

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** Length of one step in beats of the meter: a quarter is one beat of 5/4 and two of 6/8. */
const beatsOfMode = ({ beatsPerBar, beatUnit }: MusicalGrid, mode: MusicalMode): number => {
  if (mode === 'bar') return beatsPerBar
  if (mode === 'beat') return 1
  const isTriplet = mode.endsWith('T')
  return ((beatUnit / Number.parseInt(mode.slice(2), 10)) * (isTriplet ? 2 : 3)) / 3
}

/**
 * Lines of one kind, numbered through the song. They are counted anew from each bar line, so that halves of 5/4 or triplets in 6/8 never cross
 * one: the last step of such a bar is shorter.
 */
const linesOf = (grid: MusicalGrid, mode: MusicalMode) => {
  const step = beatsOfMode(grid, mode)
  const perBar = Math.max(1, Math.ceil(grid.beatsPerBar / step - 1e-9))
  const frameOf = (line: number): number => {
    const bar = Math.floor(line / perBar)
    return grid.frameOfBeat(bar * grid.beatsPerBar + (line - bar * perBar) * step)
  }
  /** the last line at or before a frame */
  const lineBefore = (frame: number): number => {
    const beat = grid.beatAt(frame)
    const bar = Math.floor(beat / grid.beatsPerBar)
    let line = bar * perBar + Math.min(perBar - 1, Math.floor((beat - bar * grid.beatsPerBar) / step))
    // lines are whole frames, beats are not
    while (frameOf(line + 1) <= frame) line++
    while (frameOf(line) > frame) line--
    return line
  }
  return { frameOf, lineBefore }
}

const isMusical = (mode: SnapMode): mode is MusicalMode => mode !== 'off' && mode !== 'zero'

/** Lines of a mode in a span that are no beats of the meter, at most `most` of them; none where the mode is no finer than beats. */
export const finerLines = (grid: MusicalGrid, mode: SnapMode, fromFrame: number, toFrame: number, most: number): readonly number[] => {
  if (!isMusical(mode) || beatsOfMode(grid, mode) >= 1) return []
  const { frameOf, lineBefore } = linesOf(grid, mode)
  const frames: number[] = []
  const last = lineBefore(toFrame)
  const first = lineBefore(fromFrame)
  if (last - first > most) return []
  for (let line = first; line <= last; line++) {
    const frame = frameOf(line)
    if (frame !== grid.frameOfBeat(Math.round(grid.beatAt(frame)))) frames.push(frame)
  }
  return frames
}

/** The line at or before a frame; the frame itself where nothing musical holds it. */
export const lineAtOrBefore = (grid: MusicalGrid | undefined, frame: number, mode: SnapMode): number => {
  if (!grid || !isMusical(mode)) return frame
  const { frameOf, lineBefore } = linesOf(grid, mode)
  return frameOf(lineBefore(frame))
}

/** Nearest line of the grid, or the song's own first or last frame when that is nearer. `off`, or no grid: the frame itself, inside the song. */
export const snapFrame = (field: SnapField, frame: number, mode: SnapMode): number => {
  const inside = clamp(Math.round(frame), field.startFrame, field.endFrame)
  const { grid } = field
  if (mode === 'zero') return field.zeroCrossingNear?.(inside) ?? inside
  if (!isMusical(mode) || !grid) return inside
  const { frameOf, lineBefore } = linesOf(grid, mode)
  const before = lineBefore(inside)
  const candidates = [frameOf(before), frameOf(before + 1), field.startFrame, field.endFrame].filter((at) => at >= field.startFrame && at <= field.endFrame)
  return candidates.reduce((best, at) => (Math.abs(at - inside) < Math.abs(best - inside) ? at : best), candidates[0] ?? inside)
}

/** The step of the grid that a frame lies in, inside the song; undefined where nothing musical holds. */
export const stepAround = ({ grid, startFrame, endFrame }: SnapField, frame: number, mode: SnapMode) => {
  if (!grid || !isMusical(mode)) return undefined
  const { frameOf, lineBefore } = linesOf(grid, mode)
  const line = lineBefore(clamp(frame, startFrame, endFrame - 1))
  return { startFrame: clamp(frameOf(line), startFrame, endFrame), endFrame: clamp(frameOf(line + 1), startFrame, endFrame) }
}

/** Steps of the keyboard where there is no grid, or snapping is off. */
const FREE_STEP_SECONDS = 0.1
/** Two grid lines closer than this are the same line: rounding of frames, not a musical distance. */
const SAME_LINE_FRAMES = 2

/** The next line in a direction, never the one we stand on. Stops at the song's ends. */
export const stepFrame = (field: SnapField, frame: number, direction: -1 | 1, mode: SnapMode, sampleRateHz: number): number => {
  const { grid } = field
  if (!isMusical(mode) || !grid) {
    const free = clamp(Math.round(frame + direction * FREE_STEP_SECONDS * sampleRateHz), field.startFrame, field.endFrame)
    return mode === 'zero' ? (field.zeroCrossingNear?.(free) ?? free) : free
  }
  const { frameOf, lineBefore } = linesOf(grid, mode)
  const line = direction > 0 ? lineBefore(Math.floor(frame) + SAME_LINE_FRAMES) + 1 : lineBefore(Math.ceil(frame) - SAME_LINE_FRAMES - 1)
  return clamp(frameOf(line), field.startFrame, field.endFrame)
}

/** A span from bar line to bar line, one bar at least: each edge goes to the nearest. Undefined where the song has no bars. */
export const roundToBars = (field: SnapField, span: { readonly startFrame: number; readonly endFrame: number }) => {
  const { grid } = field
  if (!grid) return undefined
  const startFrame = snapFrame(field, span.startFrame, 'bar')
  const endFrame = snapFrame(field, span.endFrame, 'bar')
  if (endFrame > startFrame) return { startFrame, endFrame }
  const next = stepFrame(field, startFrame, 1, 'bar', grid.sampleRateHz)
  return next > startFrame ? { startFrame, endFrame: next } : { startFrame: stepFrame(field, startFrame, -1, 'bar', grid.sampleRateHz), endFrame: startFrame }
}
