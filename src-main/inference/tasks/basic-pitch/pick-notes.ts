import type { NoteSettings } from '../../../../src-shared/transcription/notes.ts'
import { LOWEST_PITCH, millisecondsToFrames, PITCH_COUNT } from './frames.ts'
import { type Onset, onsetStrength, pickOnsets } from './onset-strength.ts'
import type { Posteriorgram } from './posteriorgram.ts'

/** A note in frames of the network; `amplitude` 0..1 is how sure it was on average. */
export type PickedNote = { readonly startFrame: number; readonly endFrame: number; readonly pitch: number; readonly amplitude: number }

/** A note ends when its pitch has been weaker than the threshold for this many frames (128 ms). */
const PATIENCE_FRAMES = 11

type Grid = { readonly frameCount: number; readonly note: Float32Array; readonly energy: Float32Array }

/** What a note has used is gone, for it and for its neighbours a semitone away, whose strength is mostly its own. */
const take = ({ energy }: Grid, frame: number, column: number): void => {
  const i = frame * PITCH_COUNT + column
  energy[i] = 0
  if (column > 0) energy[i - 1] = 0
  if (column < PITCH_COUNT - 1) energy[i + 1] = 0
}

const noteOf = ({ note }: Grid, startFrame: number, endFrame: number, column: number): PickedNote => {
  let sum = 0
  for (let frame = startFrame; frame < endFrame; frame++) sum += note[frame * PITCH_COUNT + column] as number
  return { startFrame, endFrame, pitch: column + LOWEST_PITCH, amplitude: sum / (endFrame - startFrame) }
}

/** From an onset on until the pitch fades. */
const followOnset = (grid: Grid, { frame: startFrame, column }: Onset, threshold: number, shortest: number): PickedNote | undefined => {
  const last = grid.frameCount - 1
  let frame = startFrame + 1
  let weak = 0
  for (; frame < last && weak < PATIENCE_FRAMES; frame++) weak = (grid.energy[frame * PITCH_COUNT + column] as number) < threshold ? weak + 1 : 0
  const endFrame = frame - weak
  if (endFrame - startFrame <= shortest) return undefined
  for (let at = startFrame; at < endFrame; at++) take(grid, at, column)
  return noteOf(grid, startFrame, endFrame, column)
}

/** The first and the last frame are never walked on. */
const isInside = (frame: number, step: 1 | -1, frameCount: number): boolean => (step > 0 ? frame < frameCount - 1 : frame > 0)

/** From the strongest frame of what is left, to both sides until the pitch fades; uses up what it walked over even if it is too short. */
const followPeak = (grid: Grid, middle: number, column: number, threshold: number, shortest: number): PickedNote | undefined => {
  const { energy, frameCount } = grid
  energy[middle * PITCH_COUNT + column] = 0
  const walk = (step: 1 | -1): number => {
    let frame = middle + step
    let weak = 0
    for (; isInside(frame, step, frameCount) && weak < PATIENCE_FRAMES; frame += step) {
      weak = (energy[frame * PITCH_COUNT + column] as number) < threshold ? weak + 1 : 0
      take(grid, frame, column)
    }
    return frame - step - step * weak
  }
  const endFrame = walk(1)
  const startFrame = walk(-1)
  return endFrame - startFrame > shortest ? noteOf(grid, startFrame, endFrame, column) : undefined
}

/** Frames still stronger than the threshold, the strongest first; of equals the earlier, then the lower one. */
const strongestFirst = (energy: Float32Array, threshold: number): Uint32Array => {
  const left: number[] = []
  for (let i = 0; i < energy.length; i++) if ((energy[i] as number) > threshold) left.push(i)
  return Uint32Array.from(left.sort((a, b) => (energy[b] as number) - (energy[a] as number) || a - b))
}

/** Columns outside the wanted pitches hear nothing. */
const restrict = (values: Float32Array, lowestPitch: number, highestPitch: number): Float32Array => {
  const kept = Float32Array.from(values)
  if (lowestPitch <= LOWEST_PITCH && highestPitch >= LOWEST_PITCH + PITCH_COUNT - 1) return kept
  for (let i = 0; i < kept.length; i++) {
    const pitch = (i % PITCH_COUNT) + LOWEST_PITCH
    if (pitch < lowestPitch || pitch > highestPitch) kept[i] = 0
  }
  return kept
}

/**
 * From likelihoods to notes (arXiv 2203.09893, section 3): onsets from the last to the first take the energy that follows them, then what is
 * left above the threshold becomes notes of its own, the strongest first (after Melodia), so that slow attacks are not lost.
 *
 * @returns sorted by start, then pitch
 * Cost: two passes over the grid and a sort of what is left, about 60 ms for a song of five minutes.
 */
export const pickNotes = (heard: Posteriorgram, settings: NoteSettings): readonly PickedNote[] => {
  const { onsetThreshold, frameThreshold, minimumMilliseconds, lowestPitch, highestPitch } = settings
  const { frameCount } = heard
  const note = restrict(heard.note, lowestPitch, highestPitch)
  const strength = onsetStrength(note, restrict(heard.onset, lowestPitch, highestPitch))
  const grid: Grid = { frameCount, note, energy: Float32Array.from(note) }
  const shortest = millisecondsToFrames(minimumMilliseconds)
  const threshold = frameThreshold
  const notes: PickedNote[] = []
  for (const onset of pickOnsets(strength, frameCount, onsetThreshold)) {
    const found = followOnset(grid, onset, threshold, shortest)
    if (found) notes.push(found)
  }
  for (const i of strongestFirst(grid.energy, threshold)) {
    if ((grid.energy[i] as number) <= threshold) continue
    const found = followPeak(grid, Math.floor(i / PITCH_COUNT), i % PITCH_COUNT, threshold, shortest)
    if (found) notes.push(found)
  }
  return notes.sort((a, b) => a.startFrame - b.startFrame || a.pitch - b.pitch)
}
