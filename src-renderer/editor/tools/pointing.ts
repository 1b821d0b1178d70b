import type { Span } from '../time/time-words.ts'
import { marking } from './marking.ts'
import { DRAG_THRESHOLD_PX, orderedSpan, type PointerMoment, type ToolDesk, type ToolState } from './tool.ts'

/** Pressed, not moved yet: a click or the start of a mark. */
export const pointing = (desk: ToolDesk, pressed: PointerMoment, rest: ToolState): ToolState => {
  const state: ToolState = {
    name: 'pointing',
    down: () => state,
    move: (moment) => (Math.abs(moment.x - pressed.x) < DRAG_THRESHOLD_PX ? state : marking(desk, pressed, rest).move(moment)),
    up(moment) {
      click(desk, pressed, moment)
      return rest
    },
    cancel: () => rest,
  }
  return state
}

const click = (desk: ToolDesk, { hit }: PointerMoment, { frame, altKey, shiftKey }: PointerMoment): void => {
  const marked = desk.selection()
  if (shiftKey && marked) desk.commitSelection(withNearerEdgeAt(marked, desk.snap(frame, altKey)))
  else if (hit.zone === 'region') desk.selectRegion(hit.regionId)
  else if (hit.zone === 'section') desk.commitSelection(hit.span)
  else {
    if (hit.zone === 'wave') desk.commitSelection(undefined)
    desk.seek(desk.snap(frame, true))
  }
}

const withNearerEdgeAt = ({ startFrame, endFrame }: Span, at: number): Span =>
  Math.abs(at - startFrame) < Math.abs(at - endFrame) ? orderedSpan(at, endFrame) : orderedSpan(startFrame, at)
