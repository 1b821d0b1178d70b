import type { Key, Mode } from './score.ts'

/** Semitones above the tonic. */
const STEPS: Readonly<Record<Mode, readonly number[]>> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
}
const LETTERS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }

/** Pitch class of a key's tonic: 0 = C. */
export const tonicPitchClass = ({ tonic }: Key): number => ((LETTERS[tonic.charAt(0)] ?? 0) + (tonic.endsWith('#') ? 1 : tonic.endsWith('b') ? 11 : 0)) % 12

/** The seven pitch classes of a key, tonic first. */
export const scalePitchClasses = (key: Key): readonly number[] => STEPS[key.mode].map((step) => (tonicPitchClass(key) + step) % 12)
