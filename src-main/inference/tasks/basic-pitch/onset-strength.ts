import { PITCH_COUNT } from './frames.ts'

/** A rise must hold against the frame before and the one before that. */
const RISE_FRAMES = 2

/**
 * How strongly each pitch begins in each frame: what the network says, or, where it is more, how fast the pitch's own strength rises, scaled to
 * the same maximum. Finds repeated notes and slow attacks that have no onset of their own.
 */
export const onsetStrength = (note: Float32Array, onset: Float32Array): Float64Array => {
  const strength = Float64Array.from(onset)
  const rise = new Float64Array(note.length)
  let steepest = 0
  let strongest = 0
  for (let i = 0; i < note.length; i++) strongest = Math.max(strongest, strength[i] as number)
  for (let i = RISE_FRAMES * PITCH_COUNT; i < note.length; i++) {
    const value = note[i] as number
    let least = Number.POSITIVE_INFINITY
    for (let back = 1; back <= RISE_FRAMES; back++) least = Math.min(least, value - (note[i - back * PITCH_COUNT] as number))
    if (least <= 0) continue
    rise[i] = least
    steepest = Math.max(steepest, least)
  }
  if (steepest === 0) return strength
  for (let i = 0; i < rise.length; i++) strength[i] = Math.max(strength[i] as number, (strongest * (rise[i] as number)) / steepest)
  return strength
}

export type Onset = { readonly frame: number; readonly column: number }

/** Local maxima in time that reach the threshold, the last first, and of one frame the highest pitch first. */
export const pickOnsets = (strength: Float64Array, frameCount: number, threshold: number): readonly Onset[] => {
  const onsets: Onset[] = []
  for (let frame = frameCount - 2; frame >= 1; frame--) {
    for (let column = PITCH_COUNT - 1; column >= 0; column--) {
      const i = frame * PITCH_COUNT + column
      const value = strength[i] as number
      if (value >= threshold && value > (strength[i - PITCH_COUNT] as number) && value > (strength[i + PITCH_COUNT] as number)) onsets.push({ frame, column })
    }
  }
  return onsets
}
