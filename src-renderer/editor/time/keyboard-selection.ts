import { type SnapField, type SnapMode, stepFrame } from './snapping.ts'

/** A marked stretch with a fixed end (`anchorFrame`) and the end that moves; either may be the earlier one. */
export type Selection = { readonly anchorFrame: number; readonly headFrame: number }

export const spanOf = ({ anchorFrame, headFrame }: Selection): { startFrame: number; endFrame: number } => ({
  startFrame: Math.min(anchorFrame, headFrame),
  endFrame: Math.max(anchorFrame, headFrame),
})
export const isEmpty = ({ anchorFrame, headFrame }: Selection): boolean => anchorFrame === headFrame

export type KeyboardField = SnapField & { readonly sampleRateHz: number }

/** Shift with an arrow: moves the free end by one line; starts at the line at or before the playhead. */
export const growSelection = (field: KeyboardField, selection: Selection | undefined, playheadFrame: number, direction: -1 | 1, mode: SnapMode): Selection => {
  const from = selection ?? startAt(field, playheadFrame, mode)
  return { anchorFrame: from.anchorFrame, headFrame: stepFrame(field, from.headFrame, direction, mode, field.sampleRateHz) }
}

/** An arrow alone: carries the whole selection by one line and keeps its musical length; it stops at the song's ends. */
export const shiftSelection = (field: KeyboardField, selection: Selection, direction: -1 | 1, mode: SnapMode): Selection => {
  const { startFrame, endFrame } = spanOf(selection)
  const nextStart = stepFrame(field, startFrame, direction, mode, field.sampleRateHz)
  const nextEnd = stepFrame(field, endFrame, direction, mode, field.sampleRateHz)
  const stuck = direction < 0 ? nextStart === startFrame : nextEnd === endFrame
  if (stuck) return selection
  return { anchorFrame: nextStart, headFrame: nextEnd }
}

const startAt = (field: KeyboardField, playheadFrame: number, mode: SnapMode): Selection => {
  const { grid } = field
  const inside = Math.min(field.endFrame, Math.max(field.startFrame, Math.round(playheadFrame)))
  if (!grid || mode === 'off') return { anchorFrame: inside, headFrame: inside }
  // a hair of tolerance: a playhead that stands on a line belongs to that line
  const lineAt = mode === 'bar' ? grid.frameOfBar(Math.floor(grid.barAt(inside) + 0.01)) : grid.frameOfBeat(Math.floor(grid.beatAt(inside) + 0.01))
  const anchor = Math.max(field.startFrame, lineAt)
  return { anchorFrame: anchor, headFrame: anchor }
}
