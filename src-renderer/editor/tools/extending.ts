import type { ToolDesk, ToolState } from './tool.ts'

/** The edge of the hatched future is held: it says how long the new part shall be. */
export const extending = (desk: ToolDesk, rest: ToolState): ToolState => {
  const state: ToolState = {
    name: 'extending',
    down: () => state,
    move({ frame }) {
      desk.previewExtension(frame)
      return state
    },
    up({ frame }) {
      desk.commitExtension(frame)
      return rest
    },
    cancel() {
      desk.dropPreview()
      return rest
    },
  }
  return state
}
