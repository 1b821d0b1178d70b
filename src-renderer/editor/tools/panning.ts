import type { ToolDesk, ToolState } from './tool.ts'

/** The waveform itself is held and moves under the hand. */
export const panning = (desk: ToolDesk, pressedX: number, rest: ToolState): ToolState => {
  let lastX = pressedX
  const state: ToolState = {
    name: 'panning',
    down: () => state,
    move({ x }) {
      desk.panBy(lastX - x)
      lastX = x
      return state
    },
    up: () => rest,
    cancel: () => rest,
  }
  return state
}
