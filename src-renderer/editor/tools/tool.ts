import type { MarkerId, RegionId, TakeId } from '../../../src-shared/kernel/ids.ts'
import type { Span } from '../time/time-words.ts'

/** What lies under the pointer. Edges win over what they enclose. */
export type Hit =
  | { readonly zone: 'ruler' }
  | { readonly zone: 'marker'; readonly markerId: MarkerId }
  | { readonly zone: 'section'; readonly span: Span }
  | { readonly zone: 'extension-edge' }
  | { readonly zone: 'take-dot'; readonly takeId: TakeId }
  | { readonly zone: 'selection-edge'; readonly side: 'start' | 'end' }
  | { readonly zone: 'region-edge'; readonly regionId: RegionId; readonly side: 'start' | 'end' }
  | { readonly zone: 'region'; readonly regionId: RegionId }
  | { readonly zone: 'selection' }
  | { readonly zone: 'wave' }

/** One moment of the pointer, already in musical terms. `frame` is where it points, not snapped. */
export type PointerMoment = {
  readonly x: number
  readonly frame: number
  readonly hit: Hit
  /** middle button, or primary with the space bar held */
  readonly isPan: boolean
  readonly shiftKey: boolean
  /** snapping off while held */
  readonly altKey: boolean
}

/**
 * What a tool can see and do. Previews change only the picture; commits change the session or, for regions, ask main for one edit.
 * A fake of this is all a test of a tool needs.
 */
export type ToolDesk = {
  snap(frame: number, isBypassed: boolean): number
  /** the step of the grid around a frame; undefined where nothing musical holds */
  stepAround(frame: number, isBypassed: boolean): Span | undefined
  selection(): Span | undefined
  regionSpan(regionId: RegionId): Span | undefined
  seek(frame: number): void
  panBy(px: number): void
  previewSelection(span: Span): void
  commitSelection(span: Span | undefined): void
  hearTake(takeId: TakeId): void
  selectRegion(regionId: RegionId): void
  previewRegion(regionId: RegionId, span: Span): void
  commitRegion(regionId: RegionId, span: Span): void
  chooseMarker(markerId: MarkerId): void
  previewMarker(markerId: MarkerId, frame: number): void
  commitMarker(markerId: MarkerId, frame: number): void
  previewExtension(edgeFrame: number): void
  commitExtension(edgeFrame: number): void
  /** forgets every preview: the picture is the document's again */
  dropPreview(): void
}

/** A state of the pointer. Each method answers with the state that follows; `cancel` (Escape, lost pointer) always leads back to idle. */
export type ToolState = {
  readonly name: 'idle' | 'pointing' | 'marking' | 'resizing' | 'extending' | 'carrying' | 'scrubbing' | 'panning'
  down(moment: PointerMoment): ToolState
  move(moment: PointerMoment): ToolState
  up(moment: PointerMoment): ToolState
  cancel(): ToolState
}

/** A pointer that moved less than this only clicked. */
export const DRAG_THRESHOLD_PX = 4

export const orderedSpan = (a: number, b: number): Span => ({ startFrame: Math.min(a, b), endFrame: Math.max(a, b) })
