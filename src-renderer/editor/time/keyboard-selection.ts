import type { SnapMode } from '../../../src-shared/settings/snap-modes.ts'
import { lineAtOrBefore, type SnapField, stepFrame } from './snapping.ts'

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

/** the playhead is rounded to whole frames, and so are lines */
const ON_THE_LINE_FRAMES = 2

const startAt = (field: KeyboardField, playheadFrame: number, mode: SnapMode): Selection => {
  const inside = Math.min(field.endFrame, Math.max(field.startFrame, Math.round(playheadFrame)))
  // a hair of tolerance: a playhead that stands on a line belongs to that line
  const line = lineAtOrBefore(field.grid, inside + ON_THE_LINE_FRAMES, mode)
  const anchor = mode === 'off' || mode === 'zero' || !field.grid ? inside : Math.max(field.startFrame, line)
  return { anchorFrame: anchor, headFrame: anchor }
}
