import { idle } from './idle.ts'
import type { ToolDesk, ToolState } from './tool.ts'

/** The edge of the hatched future is held: it says how long the new part shall be. */
export const extending = (desk: ToolDesk): ToolState => {
  const state: ToolState = {
    name: 'extending',
    down: () => state,
    move({ frame }) {
      desk.previewExtension(frame)
      return state
    },
    up({ frame }) {
      desk.commitExtension(frame)
      return idle(desk)
    },
    cancel() {
      desk.dropPreview()
      return idle(desk)
    },
  }
  return state
}
