import { CONTOUR_BINS_PER_SEMITONE, CONTOUR_COUNT, LOWEST_PITCH } from './frames.ts'
import type { PickedNote } from './pick-notes.ts'
import type { Posteriorgram } from './posteriorgram.ts'

/** how far a pitch may stray from its note, in thirds of a semitone, and how soon it is doubted */
const REACH_BINS = 25
const DOUBT_BINS = 5

const TRUST = Float64Array.from({ length: 2 * REACH_BINS + 1 }, (_, i) => Math.exp(-0.5 * ((i - REACH_BINS) / DOUBT_BINS) ** 2))

/** How the pitch of a note moves: semitones above or below it, one number a frame. */
export const bendsOf = ({ contour }: Posteriorgram, { startFrame, endFrame, pitch }: PickedNote): readonly number[] => {
  const centre = (pitch - LOWEST_PITCH) * CONTOUR_BINS_PER_SEMITONE
  const from = Math.max(0, centre - REACH_BINS)
  const to = Math.min(CONTOUR_COUNT, centre + REACH_BINS + 1)
  const bends: number[] = []
  for (let frame = startFrame; frame < endFrame; frame++) {
    let best = from
    let bestValue = -1
    for (let bin = from; bin < to; bin++) {
      const value = (contour[frame * CONTOUR_COUNT + bin] as number) * (TRUST[bin - centre + REACH_BINS] as number)
      if (value > bestValue) [best, bestValue] = [bin, value]
    }
    bends.push((best - centre) / CONTOUR_BINS_PER_SEMITONE)
  }
  return bends
}

/** A MIDI track bends all its notes at once, so only a note that sounds alone can bend. @param notes sorted by start */
export const soundsAlone = (notes: readonly PickedNote[]): readonly boolean[] => {
  const alone = notes.map(() => true)
  let longest = -1
  notes.forEach(({ startFrame, endFrame }, i) => {
    const before = notes[longest]
    if (before && before.endFrame > startFrame) {
      alone[i] = false
      alone[longest] = false
    }
    if (!before || endFrame >= before.endFrame) longest = i
  })
  return alone
}
