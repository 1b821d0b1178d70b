import { orderedSpan, type PointerMoment, type ToolDesk, type ToolState } from './tool.ts'

/** Dragging over the waveform: the span grows from the line nearest to the press. */
export const marking = (desk: ToolDesk, pressed: PointerMoment, rest: ToolState): ToolState => {
  const spanTo = ({ frame, altKey }: PointerMoment) => orderedSpan(desk.snap(pressed.frame, altKey), desk.snap(frame, altKey))
  const state: ToolState = {
    name: 'marking',
    down: () => state,
    move(moment) {
      desk.previewSelection(spanTo(moment))
      return state
    },
    up(moment) {
      const span = spanTo(moment)
      if (span.endFrame > span.startFrame) desk.commitSelection(span)
      else desk.dropPreview()
      return rest
    },
    cancel() {
      desk.dropPreview()
      return rest
    },
  }
  return state
}
