import type { Key } from '../../../src-shared/score/score.ts'

const LETTERS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }

/** 0..11, C = 0 */
export const pitchClass = (tonic: string): number => ((LETTERS[tonic[0] ?? 'C'] ?? 0) + (tonic[1] === '#' ? 1 : tonic[1] === 'b' ? 11 : 0)) % 12

/** How far above its major scale's tonic each mode begins, semitones: A minor has the notes of C major. */
const ABOVE_MAJOR: Readonly<Record<Key['mode'], number>> = { major: 0, dorian: 2, phrygian: 4, lydian: 5, mixolydian: 7, minor: 9 }

/** Place on the circle of fifths, 0..11: keys with the same notes share it. */
export const placeOnCircle = ({ tonic, mode }: Key): number => (((pitchClass(tonic) - ABOVE_MAJOR[mode] + 12) % 12) * 7) % 12

/** Fifths between the notes of two keys, 0 (the same notes) .. 6 (as far as it goes). */
export const keyDistance = (a: Key, b: Key): number => {
  const apart = Math.abs(placeOnCircle(a) - placeOnCircle(b))
  return Math.min(apart, 12 - apart)
}

/** What another octave of tempo costs: 70 and 140 bpm go together, 70 and 70 better. In octaves. */
const OCTAVE_COST = 0.06

/** Octaves between two tempos, where half and double count as near. */
export const tempoDistance = (aBpm: number, bBpm: number): number => {
  const apart = Math.log2(aBpm / bBpm)
  return Math.min(Math.abs(apart), Math.abs(apart - 1) + OCTAVE_COST, Math.abs(apart + 1) + OCTAVE_COST)
}

/** The octave of `bpm` that is nearest to `toBpm`. */
export const foldTempo = (bpm: number, toBpm: number): number =>
  [bpm, bpm / 2, bpm * 2].reduce((best, one) => (Math.abs(Math.log2(one / toBpm)) < Math.abs(Math.log2(best / toBpm)) ? one : best), bpm)
