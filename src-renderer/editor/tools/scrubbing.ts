import { idle } from './idle.ts'
import type { PointerMoment, ToolDesk, ToolState } from './tool.ts'

/** The ruler is held: the playhead follows the pointer. */
export const scrubbing = (desk: ToolDesk, pressed: PointerMoment): ToolState => {
  desk.seek(desk.snap(pressed.frame, true))
  const state: ToolState = {
    name: 'scrubbing',
    down: () => state,
    move({ frame }) {
      desk.seek(desk.snap(frame, true))
      return state
    },
    up: () => idle(desk),
    cancel: () => idle(desk),
  }
  return state
}
