import { orderedSpan, type PointerMoment, type ToolDesk, type ToolState } from './tool.ts'

/** Less of a step than this was a hand that slipped. */
const MEANT_PART = 0.25

/** Dragging over the waveform: the span grows from the line nearest to the press. Both ends at one line: the step around them, if it was meant. */
export const marking = (desk: ToolDesk, pressed: PointerMoment, rest: ToolState): ToolState => {
  const spanTo = ({ frame, altKey }: PointerMoment) => {
    const span = orderedSpan(desk.snap(pressed.frame, altKey), desk.snap(frame, altKey))
    if (span.endFrame > span.startFrame) return span
    const step = desk.stepAround((pressed.frame + frame) / 2, altKey)
    const isMeant = step && Math.abs(frame - pressed.frame) >= MEANT_PART * (step.endFrame - step.startFrame)
    return isMeant ? step : span
  }
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
