import type { PointerMoment, ToolDesk, ToolState } from './tool.ts'

/** The ruler is held: the playhead follows the pointer. */
export const scrubbing = (desk: ToolDesk, pressed: PointerMoment, rest: ToolState): ToolState => {
  desk.seek(desk.snap(pressed.frame, true))
  const state: ToolState = {
    name: 'scrubbing',
    down: () => state,
    move({ frame }) {
      desk.seek(desk.snap(frame, true))
      return state
    },
    up: () => rest,
    cancel: () => rest,
  }
  return state
}
