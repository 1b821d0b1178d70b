import type { Note } from '../../../src-shared/score/score.ts'
import { onThePage, STEPS_PER_QUARTER, type Written } from './notation.ts'

/** General MIDI's bass drums and the pedal of the hi-hat. */
const FEET: ReadonlySet<number> = new Set([35, 36, 44])
/** Cymbals, and a stick on the rim: their heads are crosses. */
const CROSSES: ReadonlySet<number> = new Set([37, 42, 44, 46, 49, 51, 52, 53, 55, 57, 59])

/** The line of hands, whose stems go up, or of feet. */
export const HANDS = 1
const FOOT = 2

export const isCross = (key: number): boolean => CROSSES.has(key)

/** What a stroke is counted against: a quarter, a dotted one in 6/8, an eighth in odd meters. */
const beatSteps = ({ beats, unit }: { readonly beats: number; readonly unit: number }): number => {
  const step = (STEPS_PER_QUARTER * 4) / unit
  return unit === 8 && beats % 3 === 0 ? 3 * step : step
}

/** Strokes have no length: each is written until the next of the same limbs, within its beat, so that beats are beamed and few rests stand between. */
export const onTheDrumStaff = (
  notes: readonly Note[],
  lastStep: number,
  timeSignature: { readonly beats: number; readonly unit: number },
): readonly Written[] => {
  const strokes = onThePage(notes, lastStep).map((stroke) => ({ ...stroke, line: FEET.has(stroke.pitch) ? FOOT : HANDS }))
  const beat = beatSteps(timeSignature)
  return strokes.map((stroke) => {
    const next = strokes.find(({ line, start }) => line === stroke.line && start > stroke.start)?.start ?? lastStep
    return { ...stroke, end: Math.min(next, (Math.floor(stroke.start / beat) + 1) * beat) }
  })
}
