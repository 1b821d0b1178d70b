import { endFrameOf, type Viewport } from '../waveform/viewport.ts'

/** Which part of the overview's frame is held, and how far (frames) from its start it was taken. */
export type WindowHold = { readonly part: 'start' | 'end' | 'middle'; readonly offsetFrames: number }

/** How near (px of the overview) counts as on an edge; of a narrow frame a third at each side. */
const GRAB_PX = 6
/** dragged closer than this the edges would cross */
const SMALLEST_FRAMES = 512

/** What a press on the overview takes hold of; beside the frame its middle jumps under the pointer. */
export const holdAt = (view: Viewport, frame: number, framesPerOverviewPixel: number): WindowHold => {
  const end = endFrameOf(view)
  const grab = Math.min(GRAB_PX * framesPerOverviewPixel, Math.max((end - view.startFrame) / 3, framesPerOverviewPixel))
  if (Math.abs(frame - view.startFrame) <= grab && view.startFrame > 0) return { part: 'start', offsetFrames: 0 }
  if (Math.abs(frame - end) <= grab) return { part: 'end', offsetFrames: 0 }
  if (frame > view.startFrame && frame < end) return { part: 'middle', offsetFrames: frame - view.startFrame }
  return { part: 'middle', offsetFrames: (end - view.startFrame) / 2 }
}

/** What is to be seen when the held part is at a frame. */
export const windowOf = (view: Viewport, hold: WindowHold, frame: number): { readonly startFrame: number; readonly endFrame: number } => {
  const end = endFrameOf(view)
  switch (hold.part) {
    case 'start':
      return { startFrame: Math.min(frame, end - SMALLEST_FRAMES), endFrame: end }
    case 'end':
      return { startFrame: view.startFrame, endFrame: Math.max(frame, view.startFrame + SMALLEST_FRAMES) }
    case 'middle':
      return { startFrame: frame - hold.offsetFrames, endFrame: frame - hold.offsetFrames + end - view.startFrame }
  }
}
