import { idle } from './idle.ts'
import { marking } from './marking.ts'
import { DRAG_THRESHOLD_PX, orderedSpan, type PointerMoment, type ToolDesk, type ToolState } from './tool.ts'

/** Pressed, not moved yet: a click or the start of a mark. */
export const pointing = (desk: ToolDesk, pressed: PointerMoment): ToolState => {
  const state: ToolState = {
    name: 'pointing',
    down: () => state,
    move: (moment) => (Math.abs(moment.x - pressed.x) < DRAG_THRESHOLD_PX ? state : marking(desk, pressed).move(moment)),
    up(moment) {
      click(desk, pressed, moment)
      return idle(desk)
    },
    cancel: () => idle(desk),
  }
  return state
}

const click = (desk: ToolDesk, pressed: PointerMoment, { frame, altKey, shiftKey }: PointerMoment): void => {
  const { hit } = pressed
  const marked = desk.selection()
  if (shiftKey && marked) {
    const at = desk.snap(frame, altKey)
    // the nearer edge follows the click
    const isNearStart = Math.abs(at - marked.startFrame) < Math.abs(at - marked.endFrame)
    return desk.commitSelection(isNearStart ? orderedSpan(at, marked.endFrame) : orderedSpan(marked.startFrame, at))
  }
  if (hit.zone === 'region') return desk.selectRegion(hit.regionId)
  if (hit.zone === 'section') return desk.commitSelection(hit.span)
  if (hit.zone === 'wave') desk.commitSelection(undefined)
  desk.seek(desk.snap(frame, true))
}
