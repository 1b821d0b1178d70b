import type { LoopRange } from './transport-state.ts'

/** Which frames of a song sound when. Pure arithmetic in whole frames; nothing here knows about Web Audio. */

/** What a voice plays: from `startFrame` of a song of `lengthFrames`, inside `loop` where one is set and not yet passed. */
export type Course = { readonly startFrame: number; readonly lengthFrames: number; readonly loop: LoopRange | undefined }

/** `afterFrames` counts from the start of the voice. */
export type Span = { readonly afterFrames: number; readonly startFrame: number; readonly frameCount: number }

/** A loop shorter than this would be a buzz, and thousands of nodes. */
const SHORTEST_LOOP_FRAMES = 1_024

/** The loop as it can be played in this song, or undefined when it is outside or too short. */
export const playableLoop = (loop: LoopRange | undefined, lengthFrames: number): LoopRange | undefined => {
  if (!loop) return undefined
  const startFrame = Math.max(0, Math.round(loop.startFrame))
  const endFrame = Math.min(lengthFrames, Math.round(loop.endFrame))
  return endFrame - startFrame >= SHORTEST_LOOP_FRAMES ? { startFrame, endFrame } : undefined
}

const loopAhead = ({ startFrame, loop }: Course): LoopRange | undefined => (loop && startFrame < loop.endFrame ? loop : undefined)

/** The song's frame that sounds `elapsed` frames after the voice began; the song's length once it is over. */
export const frameAfter = (course: Course, elapsed: number): number => {
  const loop = loopAhead(course)
  const forward = course.startFrame + Math.max(0, elapsed)
  if (!loop || forward < loop.endFrame) return Math.min(forward, course.lengthFrames)
  return loop.startFrame + ((forward - loop.endFrame) % (loop.endFrame - loop.startFrame))
}

/** Frames until silence; Infinity inside a loop. */
export const framesUntilEnd = (course: Course): number => (loopAhead(course) ? Number.POSITIVE_INFINITY : Math.max(0, course.lengthFrames - course.startFrame))

/**
 * The piece to schedule next: never crosses a block of `blockFrames`, the loop's end or the song's end, so that pieces lie back to back
 * and each comes out of one cached block. undefined: the song is over.
 */
export const nextSpan = (course: Course, afterFrames: number, blockFrames: number): Span | undefined => {
  if (afterFrames >= framesUntilEnd(course)) return undefined
  const startFrame = frameAfter(course, afterFrames)
  const loop = loopAhead(course)
  const wall = loop && startFrame < loop.endFrame ? loop.endFrame : course.lengthFrames
  const blockEnd = (Math.floor(startFrame / blockFrames) + 1) * blockFrames
  return { afterFrames, startFrame, frameCount: Math.min(wall, blockEnd) - startFrame }
}
