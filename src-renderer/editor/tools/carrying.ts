import type { MarkerId } from '../../../src-shared/kernel/ids.ts'
import { DRAG_THRESHOLD_PX, type PointerMoment, type ToolDesk, type ToolState } from './tool.ts'

/** A marker's flag is held: it follows from line to line and is set down once, on release. Not moved, it is chosen and gone to. */
export const carrying = (desk: ToolDesk, markerId: MarkerId, pressed: PointerMoment, rest: ToolState): ToolState => {
  let hasMoved = false
  const state: ToolState = {
    name: 'carrying',
    down: () => state,
    move({ x, frame, altKey }) {
      hasMoved ||= Math.abs(x - pressed.x) >= DRAG_THRESHOLD_PX
      if (hasMoved) desk.previewMarker(markerId, desk.snap(frame, altKey))
      return state
    },
    up({ frame, altKey }) {
      if (hasMoved) desk.commitMarker(markerId, desk.snap(frame, altKey))
      else desk.chooseMarker(markerId)
      return rest
    },
    cancel() {
      desk.dropPreview()
      return rest
    },
  }
  return state
}
