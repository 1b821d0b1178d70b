import type { RegionId } from '../../../src-shared/kernel/ids.ts'
import type { Span } from '../time/time-words.ts'
import { orderedSpan, type PointerMoment, type ToolDesk, type ToolState } from './tool.ts'

type Held =
  | { readonly kind: 'selection'; readonly span: Span; readonly side: 'start' | 'end' }
  | { readonly kind: 'region'; readonly regionId: RegionId; readonly span: Span; readonly side: 'start' | 'end' }

/** An edge is held; the other one stands still. Dragged across it, the edges change roles. */
export const resizing = (desk: ToolDesk, held: Held, rest: ToolState): ToolState => {
  const spanTo = ({ frame, altKey }: PointerMoment): Span =>
    orderedSpan(held.side === 'start' ? held.span.endFrame : held.span.startFrame, desk.snap(frame, altKey))
  const preview = (span: Span): void => (held.kind === 'region' ? desk.previewRegion(held.regionId, span) : desk.previewSelection(span))
  const commit = (span: Span): void => (held.kind === 'region' ? desk.commitRegion(held.regionId, span) : desk.commitSelection(span))
  let hasMoved = false
  const state: ToolState = {
    name: 'resizing',
    down: () => state,
    move(moment) {
      hasMoved = true
      preview(spanTo(moment))
      return state
    },
    up(moment) {
      const span = spanTo(moment)
      if (hasMoved && span.endFrame > span.startFrame) commit(span)
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
