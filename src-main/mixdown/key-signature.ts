import type { Key } from '../../src-shared/score/score.ts'

/** sharps (+) or flats (-) of the major key on each pitch class */
const SIGNATURES = [0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5]
const PITCH_CLASSES: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }
/** semitones from the tonic up to the major key with the same signature */
const TO_MAJOR: Readonly<Record<Key['mode'], number>> = { major: 0, minor: 3, dorian: 10, phrygian: 8, lydian: 7, mixolydian: 5 }

/** Sharps (+) or flats (-) at the clef. */
export const accidentalsOf = ({ tonic, mode }: Key): number => {
  const accidental = tonic[1] === '#' ? 1 : tonic[1] === 'b' ? -1 : 0
  const major = ((((PITCH_CLASSES[tonic[0] ?? 'C'] ?? 0) + accidental + TO_MAJOR[mode]) % 12) + 12) % 12
  const accidentals = SIGNATURES[major] ?? 0
  return tonic.endsWith('b') && accidentals > 5 ? accidentals - 12 : tonic.endsWith('#') && accidentals < -4 ? accidentals + 12 : accidentals
}
